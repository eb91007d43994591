import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { interruption } from './api-error.ts';
import { mapApiError } from './errors.ts';
import { AppPage } from './parts/app-page.tsx';
import { TroubleNote } from './parts/trouble.tsx';

type LaterPages = typeof import('./later-pages.ts')['laterPages'];

interface Params {
  readonly id?: string;
}

let loaded: LaterPages | undefined;

/** Loads the script of the later pages, at most once. */
export async function loadLaterPages(): Promise<LaterPages> {
  loaded ??= (await import('./later-pages.ts')).laterPages;
  return loaded;
}

/** A page of the later script: drawn at once when the script is there, else as soon as it has come. */
export function drawLater(choose: (pages: LaterPages) => ComponentType<{ id: string }>): ComponentType<Params> {
  return function LaterPage({ id = '' }: Params) {
    const [pages, setPages] = useState(loaded);
    const [isMissing, setMissing] = useState(false);
    useEffect(() => {
      if (pages) return;
      loadLaterPages().then(setPages, () => setMissing(true));
    }, []);
    if (isMissing) return <Missing />;
    if (!pages) return null;
    const Chosen = choose(pages);
    return <Chosen id={id} />;
  };
}

const Missing = () => (
  <AppPage title="This page could not be loaded">
    <TroubleNote trouble={mapApiError(interruption('unreachable'), 'generic')} again={() => location.reload()} />
  </AppPage>
);
