import { createHash } from 'node:crypto';
import type { Site } from './site.ts';
import { renderPage, type Page } from './pages/page.tsx';

export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const COMMON = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
} as const;

/** No script, nothing from elsewhere, this one stylesheet, forms to ourselves, no frame around it. */
const policy = (css: string): string =>
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** A page. `more`: further headers. */
export function pageAnswer(site: Site, page: Page, more: Readonly<Record<string, string>> = {}): Answer {
  const { html, css } = renderPage(site, page);
  return {
    statusCode: page.status,
    headers: { ...COMMON, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(css), ...more },
    body: html,
  };
}

/** After a form: the browser is to GET this page of ours. */
export const seeOther = (location: string): Answer => ({ statusCode: 303, headers: { ...COMMON, location }, body: '' });

export const emptyAnswer = (statusCode: number, more: Readonly<Record<string, string>> = {}): Answer => ({
  statusCode,
  headers: { ...COMMON, ...more },
  body: '',
});
