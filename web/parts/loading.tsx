import type { ComponentChildren } from 'preact';
import type { Load } from '../use-load.ts';
import { Mark } from './length-ring.tsx';
import { TroubleNote } from './trouble.tsx';

const Waiting = ({ what }: { readonly what: string }) => (
  <div class="empty waiting stack" role="status">
    <Mark />
    <p class="muted">{what}</p>
  </div>
);

export interface LoadViewProps<T> {
  readonly load: Load<T>;
  /** Said while nothing is there yet, e.g. "Looking for open sessions…". */
  readonly waiting: string;
  readonly children: (value: T) => ComponentChildren;
}

/** What was loaded; before that a quiet wait; after a failure the words for it, above what is still known. */
export const LoadView = <T,>({ load, waiting, children }: LoadViewProps<T>) => (
  <>
    {load.trouble && <TroubleNote trouble={load.trouble} again={() => void load.reload()} />}
    {load.value !== null && children(load.value)}
    {load.value === null && !load.trouble && <Waiting what={waiting} />}
  </>
);
