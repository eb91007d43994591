import { emptyAnswer, pageAnswer, type Answer } from './answer.ts';
import type { LinksDeps } from './links-deps.ts';
import type { Opened } from './open-link.ts';
import { declinedPage } from './pages/confirm-pages.tsx';
import type { Page } from './pages/page.tsx';
import {
  elsewherePage,
  endedPage,
  forgottenPage,
  forgedPage,
  malformedPage,
  methodPage,
  notFormPage,
  notFoundPage,
  prefetchPage,
  tooLargePage,
} from './pages/plain-pages.tsx';

/** Why a request got no further; the names are those of the metric `LinksRefused`. */
export type RefusedBecause =
  | 'forged'
  | 'ended'
  | 'expired'
  | 'outdated'
  | 'used'
  | 'bad-token'
  | 'not-a-form'
  | 'too-large'
  | 'elsewhere'
  | 'method'
  | 'prefetch'
  | 'not-found';

const PAGES: Readonly<Record<Exclude<RefusedBecause, 'outdated' | 'used'>, Page>> = {
  forged: forgedPage,
  ended: endedPage,
  expired: forgottenPage,
  'bad-token': malformedPage,
  'not-a-form': notFormPage,
  'too-large': tooLargePage,
  elsewhere: elsewherePage,
  method: methodPage,
  prefetch: prefetchPage,
  'not-found': notFoundPage,
};

type Refusing = Pick<LinksDeps, 'log' | 'site'>;

/** A page that knows nothing of the link. */
export function refuse({ log, site }: Refusing, because: keyof typeof PAGES, headers: Readonly<Record<string, string>> = {}): Answer {
  count({ log }, because);
  return pageAnswer(site, PAGES[because], headers);
}

/** A link that is not, or no longer, of any use to whoever holds it. */
export function refuseLink(deps: Refusing, opened: Exclude<Opened, { kind: 'known' }>): Answer {
  if (opened.kind === 'forged') return refuse(deps, 'forged');
  if (opened.kind === 'forgotten') return refuse(deps, 'expired');
  const { link } = opened;
  const hasDeclined = link.reply?.type === 'reply' && link.reply.partstat === 'DECLINED' && link.usedAt !== null;
  return hasDeclined && link.usedAt ? pageAnswer(deps.site, declinedPage(link.usedAt)) : refuse(deps, 'ended');
}

export function count({ log }: Pick<LinksDeps, 'log'>, because: RefusedBecause): void {
  log.info('link.refused', { because });
  log.count('LinksRefused', because);
}

/** What a HEAD is told: everything about the page but the page. */
export const withoutBody = ({ statusCode, headers }: Answer): Answer => emptyAnswer(statusCode, headers);
