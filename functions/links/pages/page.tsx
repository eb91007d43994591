import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Site } from '../site.ts';
import { Ring } from './ring.tsx';

/** One page, before it is HTML. */
export interface Page {
  readonly status: number;
  /** The heading, and with the brand's name the title. */
  readonly heading: string;
  /** The form could not be used as it was filled in. */
  readonly hasProblems?: boolean;
  /** It knows nothing about anybody. */
  readonly isPlain?: boolean;
  readonly body: ComponentChildren;
}

/** A whole page in HTML: no script, one stylesheet, nothing to load. */
export function renderPage({ brand, look, remark }: Site, { heading, hasProblems = false, isPlain = false, body }: Page): string {
  const title = `${hasProblems ? 'Error: ' : ''}${heading} – ${brand.name}`;
  const html = (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: look.css }} />
      </head>
      <body>
        <header>
          <Ring minutes={60} />
          {brand.name}
        </header>
        <main>
          <h1>{heading}</h1>
          {remark && <p class="n">{remark}</p>}
          {body}
        </main>
        {!isPlain && <footer>Your e-mail address is not shown to the other person.</footer>}
      </body>
    </html>
  );
  return `<!DOCTYPE html>${renderToString(html)}`;
}
