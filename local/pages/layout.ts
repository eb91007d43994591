import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendText } from '../http.ts';
import { Html, type HtmlPart, html } from './html.ts';

const STYLE = `
:root{color-scheme:light dark;--ink:#12232e;--page:#fff;--card:#f5f8f9;--muted:#4a5b66;--iris:#0b5c7a;--on-iris:#fff;--border:#6f808b;--danger:#a3261b}
@media(prefers-color-scheme:dark){:root{--ink:#e8eff2;--page:#0e171d;--card:#16232b;--muted:#a9bac4;--iris:#7cc7e3;--on-iris:#06222e;--border:#7c8f9a;--danger:#ffb4a8}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header,main{max-width:60rem;margin:0 auto;padding:12px 20px}
header{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:center}
header strong::before{content:"";display:inline-block;width:14px;height:14px;border:2px solid var(--iris);border-radius:50%;margin-right:8px;vertical-align:-2px}
h1{font-size:30px;line-height:1.2;margin:12px 0 16px}h2{font-size:20px;margin:28px 0 8px}
a{color:var(--iris)}a,button,input,select,summary{min-height:24px}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible,iframe:focus-visible,pre:focus-visible{outline:3px solid #ffd24a;outline-offset:2px;box-shadow:0 0 0 2px #12232e}
.skip{position:absolute;left:-999px}.skip:focus{position:static}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-bottom:1px solid var(--border);overflow-wrap:anywhere}
td{white-space:pre-line}td:first-child,th{overflow-wrap:normal}th{font-weight:600}thead th{color:var(--muted)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px}dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
pre{background:var(--card);padding:12px;border-radius:8px;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
iframe{width:100%;height:34rem;border:1px solid var(--border);border-radius:8px;background:#fff;resize:vertical}
.muted{color:var(--muted)}.problem{color:var(--danger)}
form{background:var(--card);padding:12px 20px 20px;border-radius:8px;max-width:32rem}
label{display:block;font-weight:600;margin-top:12px}
input,select{width:100%;font:inherit;color:inherit;background:var(--page);border:1px solid var(--border);border-radius:6px;padding:8px;min-height:44px}
button{font:inherit;font-weight:600;background:var(--iris);color:var(--on-iris);border:0;border-radius:6px;padding:10px 20px;margin-top:16px;min-height:44px}
.plain{list-style:none;padding:0}.plain li{margin:8px 0}
.bare{background:none;padding:0;max-width:none}.bare button{margin-top:4px}.quiet{background:none;color:var(--iris);border:1px solid var(--border)}
@media(max-width:40rem){dl{grid-template-columns:1fr}.scroll thead{position:absolute;left:-999px}.scroll tr{display:block;padding:8px 0;border-bottom:1px solid var(--border)}.scroll td{display:block;padding:0;border:0}.scroll td:first-child{font-weight:600;overflow-wrap:anywhere}.scroll td:empty{display:none}}
@media(forced-colors:active){button{border:1px solid}}
@media print{header,.skip{display:none}}
`.trim();

// A mail's own styles are inside the frame that shows it, and the rules of the page hold in a frame that is made from text.
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const RULES = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Lets mail in a frame bring its own style attributes and pictures. */
  readonly showsMail?: boolean;
  /** Origins that the page's forms may lead to, besides this one. */
  readonly formTargets?: readonly string[];
}

/** Sends one page of the local stack, readable without script. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  const style =
    page.showsMail === true ? "style-src 'unsafe-inline'; img-src data: https:; frame-src 'self'" : `style-src 'sha256-${STYLE_HASH}'`;
  const forms = ["form-action 'self'", ...(page.formTargets ?? [])].join(' ');
  sendText(response, status, 'text/html; charset=utf-8', renderPage(page), {
    'content-security-policy': `${RULES}; ${style}; ${forms}`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
}

/** A table that scrolls by itself on a narrow screen. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly HtmlPart[])[]): Html {
  const head = heads.map((text) => html`<th scope="col">${text}</th>`);
  const body = rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return html`<section class="scroll" aria-label="${caption}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></section>`;
}

/** The whole page as text. */
export function renderPage({ title, body }: Page): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Local</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><strong>Local stack</strong><nav aria-label="Local stack"><a href="/local">Start</a> · <a href="/mail">Mail</a></nav></header>
<main id="main">
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text;
}
