import type { Instant } from '../../shared/time/instant.ts';
import type { LinkRefusal } from '../../shared/words/link-refusals.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { reportUnreadableLink } from '../platform/rooms/unreadable-row.ts';
import { pageAnswer } from './page-answer.ts';
import type { Malformed } from './link-request.ts';
import type { LinksDeps } from './links-deps.ts';
import type { Opened } from './open-link.ts';
import { makeDeclinedPage } from './pages/confirm-pages.tsx';
import type { LinkPage } from './pages/link-page.tsx';
import { makeUnreadablePage } from './pages/unreadable-page.tsx';
import {
  elsewherePage,
  endedPage,
  forgottenPage,
  forgedPage,
  malformedPage,
  methodPage,
  makeTooLargePage,
  notFormPage,
  prefetchPage,
} from './pages/plain-pages.tsx';

const PAGES: Readonly<Record<Exclude<LinkRefusal, 'outdated' | 'used' | 'too-large' | 'unreadable'>, LinkPage>> = {
  forged: forgedPage,
  ended: endedPage,
  expired: forgottenPage,
  'bad-token': malformedPage,
  'not-a-form': notFormPage,
  elsewhere: elsewherePage,
  method: methodPage,
  prefetch: prefetchPage,
};

type Refusing = Pick<LinksDeps, 'log' | 'pages'>;

/** A page that knows nothing of the link. */
export function refuse({ log, pages }: Refusing, because: keyof typeof PAGES, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  count({ log }, because);
  return pageAnswer(pages, PAGES[because], headers);
}

/** A request that no link or form of ours makes. */
export function refuseMalformed(deps: Refusing, malformed: Malformed): HttpAnswer {
  if (malformed.malformed !== 'too-large') return refuse(deps, malformed.malformed);
  count(deps, 'too-large');
  return pageAnswer(deps.pages, makeTooLargePage(malformed.bytes));
}

/** A link that is not, or no longer, of any use to its holder. */
export function refuseLink(deps: Refusing, opened: Exclude<Opened, { kind: 'known' }>, now: Instant): HttpAnswer {
  if (opened.kind === 'forged') return refuse(deps, 'forged');
  if (opened.kind === 'forgotten') return refuse(deps, 'expired');
  if (opened.kind === 'unreadable') return refuseUnreadable(deps, opened, now);
  const { link } = opened;
  const isNo = link.reply?.type === 'reply' && link.reply.partstat === 'DECLINED';
  return isNo && link.usedAt ? pageAnswer(deps.pages, makeDeclinedPage(link.usedAt)) : refuse(deps, 'ended');
}

/** An operator has to know, as of a room that cannot be read. */
function refuseUnreadable(deps: Refusing, { unread, standing }: Extract<Opened, { kind: 'unreadable' }>, now: Instant): HttpAnswer {
  reportUnreadableLink(deps.log, unread.roomId, unread.problems);
  count(deps, 'unreadable');
  return pageAnswer(deps.pages, makeUnreadablePage(standing && { known: standing, now }));
}

export function count({ log }: Pick<LinksDeps, 'log'>, because: LinkRefusal): void {
  log.info('link.refused', { because });
  log.countKind('LinksRefused', because);
}

/** The answer to HEAD: everything about the page but the page. */
export const dropBody = ({ status, headers = {} }: HttpAnswer): HttpAnswer => ({ status, headers });
