import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { PageSettings } from '../page-settings.ts';
import { rulesFor } from './stylesheet.ts';

/** One page, before it is HTML. */
export interface LinkPage {
  readonly status: number;
  /** The heading, and with the brand's name the title. */
  readonly heading: string;
  /** The form could not be used as it was filled in. */
  readonly hasProblems?: boolean;
  /** It knows nothing about anybody. */
  readonly isPlain?: boolean;
  /** The two have exchanged addresses, so the page does not say that they see none. */
  readonly knowsAddress?: boolean;
  readonly body: ComponentChildren;
}

export interface RenderedPage {
  readonly html: string;
  /** The stylesheet in it, which the Content-Security-Policy has to allow. */
  readonly css: string;
}

/** A whole page in HTML: no script, one stylesheet, nothing to load. */
export function renderPage(
  { brand, stylesheet, remark }: PageSettings,
  { heading, hasProblems = false, isPlain = false, knowsAddress = false, body }: LinkPage,
): RenderedPage {
  const content = renderToString(
    <body>
      <header>{brand.name}</header>
      <main>
        <h1 {...(!isPlain && !hasProblems && { tabindex: -1, autofocus: true })}>{heading}</h1>
        {remark && <p class="n">{remark}</p>}
        {body}
      </main>
      {!isPlain && !knowsAddress && <footer>Your e-mail address is not shown to the other person.</footer>}
    </body>,
  );
  const css = rulesFor(stylesheet, content);
  const head = renderToString(
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>{`${hasProblems ? 'Error: ' : ''}${heading} – ${brand.name}`}</title>
      <style dangerouslySetInnerHTML={{ __html: css }} />
    </head>,
  );
  return { html: `<!DOCTYPE html><html lang="en-GB">${head}${content}</html>`, css };
}
