import { LINK_PLACES } from '../../shared/link/link.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { Endpoint } from '../platform/http/http-handler.ts';
import { OutboxFull } from '../platform/rooms/outbox-full.ts';
import { sendCalendarFile } from './calendar-file-link.ts';
import { answerReservation, showBook } from './book-link.ts';
import { sayCantCome, showCantCome } from './cant-come-link.ts';
import { confirm, showConfirm } from './confirm-link.ts';
import { decideOnOpening, showDecision, takeDecision } from './decision-link.ts';
import { giveFeedback, showFeedback } from './feedback-link.ts';
import { sendFreshLink } from './fresh-link.ts';
import { askToIntroduce, showIntroduce } from './introduce-link.ts';
import { sendNote, showNote } from './note-link.ts';
import { toRequest, formOf, queryOf, tokenIn, type LinkRequest } from './link-request.ts';
import type { LinksDeps, LinkVisit } from './links-deps.ts';
import { emptyAnswer, pageAnswer } from './page-answer.ts';
import { busyPage, failedPage, makeFreshLinkPage } from './pages/plain-pages.tsx';
import { dropBody, refuse, refuseMalformed } from './refuse.ts';
import { putBack, showRestore } from './restore-link.ts';
import { showReschedule, suggest } from './reschedule-link.ts';
import { isOneClick, showUnsubscribe, unsubscribe, unsubscribeByMailProgram } from './unsubscribe-link.ts';
import { clientOf, isCrossSite, isNotNavigation, isPrefetch, isScripted, mayDecideByOpening } from './visitor.ts';

/** One kind of link: what opening it shows, and what its form does. */
interface Place {
  readonly parameter: 'r' | 't';
  readonly show: (deps: LinksDeps, visit: LinkVisit) => Promise<HttpAnswer>;
  readonly apply: (deps: LinksDeps, token: string, form: URLSearchParams) => Promise<HttpAnswer>;
  /** What the POST of a mail program does, which has the token in its address alone. */
  readonly applyByMailProgram?: (deps: LinksDeps, token: string) => Promise<HttpAnswer>;
  /** What a GET does where links decide on opening. */
  readonly open?: (deps: LinksDeps, visit: LinkVisit) => Promise<HttpAnswer>;
}

const decision = (which: 'approve' | 'decline'): Place => ({
  parameter: LINK_PLACES[which].parameter,
  show: (deps, visit) => showDecision(deps, which, visit),
  apply: (deps, token, form) => takeDecision(deps, which, token, form),
  open: (deps, visit) => decideOnOpening(deps, which, visit),
});

const PLACES: Readonly<Record<string, Place>> = {
  '/approve': decision('approve'),
  '/decline': decision('decline'),
  '/reschedule': { parameter: 'r', show: (deps, { token }) => showReschedule(deps, token), apply: suggest },
  '/restore': { parameter: 't', show: (deps, { token }) => showRestore(deps, token), apply: putBack },
  '/confirm': { parameter: 't', show: (deps, { token }) => showConfirm(deps, token), apply: confirm },
  '/cant-come': { parameter: 't', show: (deps, { token }) => showCantCome(deps, token), apply: sayCantCome },
  '/note': { parameter: 't', show: (deps, { token }) => showNote(deps, token), apply: sendNote },
  '/introduce': { parameter: 't', show: (deps, { token }) => showIntroduce(deps, token), apply: askToIntroduce },
  '/calendar-file': { parameter: 't', show: (deps, { token }) => sendCalendarFile(deps, token), apply: sendCalendarFile },
  '/feedback': { parameter: 't', show: (deps, { token }) => showFeedback(deps, token), apply: giveFeedback },
  '/book': { parameter: 't', show: (deps, { token }) => showBook(deps, token), apply: answerReservation },
  '/unsubscribe': {
    parameter: 't',
    show: (deps, { token }) => showUnsubscribe(deps, token),
    apply: unsubscribe,
    applyByMailProgram: unsubscribeByMailProgram,
  },
};

/** The pages behind magic links, by route key. Only a POST of our own form changes anything, unless links decide on opening. */
export const createLinkPages = (deps: LinksDeps): readonly (readonly [route: string, Endpoint])[] => [
  ...Object.entries(PLACES).map(([path, place]) => [`ANY ${path}`, servePage(deps, place)] as const),
  ['ANY /fresh-link', servePage(deps, undefined)],
];

const METHODS = 'GET, HEAD, POST, OPTIONS';

/** `place` undefined: the page that asks for fresh links. */
const servePage =
  (deps: LinksDeps, place: Place | undefined): Endpoint =>
  async (event) => {
    const request = toRequest(event);
    try {
      const answer = await route(deps, place, request);
      return request.method === 'HEAD' ? dropBody(answer) : answer;
    } catch (error) {
      if (error instanceof OutboxFull) return pageAnswer(deps.pages, busyPage, { 'retry-after': '120' });
      // Thrown on, it would be answered with a line of JSON, which is no answer for somebody who pressed a button.
      deps.log.error('request.failed', error, { route: event.routeKey });
      return pageAnswer(deps.pages, failedPage);
    }
  };

function route(deps: LinksDeps, place: Place | undefined, request: LinkRequest): HttpAnswer | Promise<HttpAnswer> {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      if (isPrefetch(request)) return refuse(deps, 'prefetch');
      return place ? show(deps, place, request) : pageAnswer(deps.pages, makeFreshLinkPage(deps.pages.organizerEmail));
    case 'POST':
      return post(deps, place, request);
    case 'OPTIONS':
      return emptyAnswer(204, { allow: METHODS });
    default:
      return refuse(deps, 'method', { allow: METHODS });
  }
}

function show(deps: LinksDeps, place: Place, request: LinkRequest): HttpAnswer | Promise<HttpAnswer> {
  const token = tokenIn(queryOf(request), place.parameter);
  if (typeof token !== 'string') return refuseMalformed(deps, token);
  const visit = { token, client: clientOf(request) };
  const decides = deps.pages.decidesOnOpening && request.method === 'GET' && mayDecideByOpening(request);
  return decides && place.open ? place.open(deps, visit) : place.show(deps, visit);
}

function post(deps: LinksDeps, place: Place | undefined, request: LinkRequest): HttpAnswer | Promise<HttpAnswer> {
  // A mail program is no page of ours. Nobody but the mail's reader has the token.
  if (place?.applyByMailProgram && isOneClick(request)) {
    const token = tokenIn(queryOf(request), place.parameter);
    return typeof token === 'string' ? place.applyByMailProgram(deps, token) : refuseMalformed(deps, token);
  }
  if (isCrossSite(request, deps.pages.publicOrigin) || isNotNavigation(request)) return refuse(deps, 'elsewhere');
  const form = formOf(request);
  if ('malformed' in form) return refuseMalformed(deps, form);
  if (!place) return isScripted(request) ? scripted(deps) : sendFreshLink(deps, form);
  const token = tokenIn(form, place.parameter);
  if (typeof token !== 'string') return refuseMalformed(deps, token);
  if (!isScripted(request)) return place.apply(deps, token, form);
  deps.log.count('ScriptedPosts');
  return place.show({ ...deps, pages: { ...deps.pages, remark: SCRIPTED } }, { token, client: clientOf(request) });
}

// Should a browser ever send what a script would send, its owner must not be stuck.
const SCRIPTED =
  'Nothing has changed: it looked as if a program had pressed the button. Press it yourself, or open the link in another browser.';

function scripted(deps: LinksDeps): HttpAnswer {
  deps.log.count('ScriptedPosts');
  return pageAnswer(deps.pages, makeFreshLinkPage(deps.pages.organizerEmail));
}
