import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { useApp } from '../app-context.ts';
import { Unbroken } from './unbroken.tsx';

export interface AppPageProps {
  readonly title: string;
  /** Stands above the heading, e.g. the way back. */
  readonly above?: ComponentChildren;
  /** Stands under the heading, close to it. */
  readonly below?: ComponentChildren;
  readonly children: ComponentChildren;
}

let isFirstPage = true;

/** A page: its title, its one heading, and the news that belongs to it. The focus starts at the heading after a change of page. */
export function AppPage({ title, above, below, children }: AppPageProps) {
  const { config, news } = useApp();
  const { path } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${title} – ${config.brandName}`;
  }, [title, config.brandName]);
  useLayoutEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  return (
    <div class="stack-loose">
      <div class="stack">
        {above}
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {news?.at === path && (
          <p class="done">
            <Unbroken text={news.text} />
          </p>
        )}
        {below}
      </div>
      {children}
    </div>
  );
}

/** One step up. */
export const Back = ({ href, children }: { readonly href: string; readonly children: ComponentChildren }) => (
  <p>
    <a href={href}>
      <span aria-hidden="true">‹ </span>
      {children}
    </a>
  </p>
);
