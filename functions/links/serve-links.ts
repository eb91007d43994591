import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { LINK_PLACES } from '../../shared/link/link.ts';
import { OutboxFull } from '../platform/rooms/outbox-full.ts';
import { emptyAnswer, pageAnswer, type Answer } from './answer.ts';
import { confirm, showConfirm } from './confirm-link.ts';
import { decideOnOpening, showDecision, takeDecision } from './decision-link.ts';
import { sendFreshLink } from './fresh-link.ts';
import type { LinksDeps } from './links-deps.ts';
import { busyPage, failedPage, freshLinkPage } from './pages/plain-pages.tsx';
import { refuse, withoutBody } from './refuse.ts';
import { formOf, queryOf, tokenIn, toRequest, type LinkRequest } from './request.ts';
import { showReschedule, suggest } from './reschedule-link.ts';
import { isCrossSite, isNotNavigation, isPrefetch, isScripted } from './visitor.ts';

/** One kind of link: what opening it shows, and what its form does. */
interface Place {
  readonly parameter: 'r' | 't';
  readonly show: (deps: LinksDeps, token: string) => Promise<Answer>;
  readonly apply: (deps: LinksDeps, token: string, form: URLSearchParams) => Promise<Answer>;
  /** What a GET does where links decide on opening. */
  readonly open?: (deps: LinksDeps, token: string) => Promise<Answer>;
}

const decision = (which: 'approve' | 'decline'): Place => ({
  parameter: LINK_PLACES[which].parameter,
  show: (deps, token) => showDecision(deps, which, token),
  apply: (deps, token) => takeDecision(deps, which, token),
  open: (deps, token) => decideOnOpening(deps, which, token),
});

const PLACES: ReadonlyMap<string, Place> = new Map([
  ['/approve', decision('approve')],
  ['/decline', decision('decline')],
  ['/reschedule', { parameter: 'r', show: showReschedule, apply: suggest }],
  ['/confirm', { parameter: 't', show: showConfirm, apply: confirm }],
]);

const METHODS = 'GET, HEAD, POST, OPTIONS';

/** Every request to the pages behind magic links. Only a POST of our own form changes anything, unless links decide on opening. */
export async function serveLinks(deps: LinksDeps, event: APIGatewayProxyEventV2): Promise<Answer> {
  const request = toRequest(event);
  try {
    const answer = await route(deps, request);
    return request.method === 'HEAD' ? withoutBody(answer) : answer;
  } catch (error) {
    if (error instanceof OutboxFull) return pageAnswer(deps.site, busyPage, { 'retry-after': '120' });
    // Thrown on, its message would be logged whole, and whoever pressed the button would read a line of JSON.
    deps.log.error('request.failed', error, { route: `${request.method} ${request.path}` });
    return pageAnswer(deps.site, failedPage);
  }
}

function route(deps: LinksDeps, request: LinkRequest): Answer | Promise<Answer> {
  const isFreshLink = request.path === '/fresh-link';
  const place = PLACES.get(request.path);
  if (!place && !isFreshLink) return refuse(deps, 'not-found');
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      if (isPrefetch(request)) return refuse(deps, 'prefetch');
      return place ? show(deps, place, request) : pageAnswer(deps.site, freshLinkPage(deps.site.organizerEmail));
    case 'POST':
      return post(deps, place, request);
    case 'OPTIONS':
      return emptyAnswer(204, { allow: METHODS });
    default:
      return refuse(deps, 'method', { allow: METHODS });
  }
}

function show(deps: LinksDeps, place: Place, request: LinkRequest): Answer | Promise<Answer> {
  const token = tokenIn(queryOf(request), place.parameter);
  if (typeof token !== 'string') return refuse(deps, token.malformed);
  const decides = deps.site.decidesOnOpening && request.method === 'GET';
  return decides && place.open ? place.open(deps, token) : place.show(deps, token);
}

function post(deps: LinksDeps, place: Place | undefined, request: LinkRequest): Answer | Promise<Answer> {
  if (isCrossSite(request, deps.site.publicOrigin) || isNotNavigation(request)) return refuse(deps, 'elsewhere');
  const form = formOf(request);
  if ('malformed' in form) return refuse(deps, form.malformed);
  if (!place) return isScripted(request) ? scripted(deps) : sendFreshLink(deps, form);
  const token = tokenIn(form, place.parameter);
  if (typeof token !== 'string') return refuse(deps, token.malformed);
  if (!isScripted(request)) return place.apply(deps, token, form);
  deps.log.count('ScriptedPosts');
  return place.show({ ...deps, site: { ...deps.site, remark: SCRIPTED } }, token);
}

// Should a browser ever send what a script would send, its owner must not be stuck.
const SCRIPTED =
  'Nothing has changed: it looked as if a program had pressed the button. Press it yourself, or open the link in another browser.';

function scripted(deps: LinksDeps): Answer {
  deps.log.count('ScriptedPosts');
  return pageAnswer(deps.site, freshLinkPage(deps.site.organizerEmail));
}
