import { createHash } from 'node:crypto';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { PageSettings } from './page-settings.ts';
import { renderPage, type LinkPage } from './pages/link-page.tsx';

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
export function pageAnswer(settings: PageSettings, page: LinkPage, more: Readonly<Record<string, string>> = {}): HttpAnswer {
  const { html, css } = renderPage(settings, page);
  return {
    status: page.status,
    headers: { ...COMMON, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(css), ...more },
    body: html,
  };
}

/** After a form: the browser is to GET this page of ours. */
export const seeOther = (location: string): HttpAnswer => ({ status: 303, headers: { ...COMMON, location } });

export const emptyAnswer = (status: number, more: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  status,
  headers: { ...COMMON, ...more },
});
