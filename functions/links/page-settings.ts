import type { Branding } from '../../shared/words/branding.ts';
import type { Stylesheet } from './pages/stylesheet.ts';

/** What all pages of one deployment share. */
export interface PageSettings {
  readonly brand: Branding;
  readonly publicOrigin: string;
  /** Where our mail comes from, so that people know what to look for. */
  readonly organizerEmail: string;
  /** `confirm`: a link shows a page with a button. `one-click`: opening an approve or decline link decides. */
  readonly decidesOnOpening: boolean;
  readonly stylesheet: Stylesheet;
  /** Said at the top of whatever page the request shows. */
  readonly remark?: string;
}
