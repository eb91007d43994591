import { createHash } from 'node:crypto';
import type { Brand } from '../../shared/mail/message.ts';
import { stylesheet } from './pages/stylesheet.ts';

/** What all pages of one deployment share. */
export interface Site {
  readonly brand: Brand;
  readonly publicOrigin: string;
  /** Where our mail comes from, so that people know what to look for. */
  readonly organizerEmail: string;
  /** `confirm`: a link shows a page with a button. `one-click`: opening an approve or decline link decides. */
  readonly decidesOnOpening: boolean;
  readonly look: Look;
  /** Said at the top of whatever page the request shows. */
  readonly remark?: string;
}

/** The stylesheet, and its hash for the Content-Security-Policy. */
export interface Look {
  readonly css: string;
  readonly hash: string;
}

/** Made once, at cold start. */
export function lookOf(brand: Brand): Look {
  const css = stylesheet(brand.color);
  return { css, hash: `sha256-${createHash('sha256').update(css).digest('base64')}` };
}
