import { BOOKING_PURPOSES, LINK_PURPOSES } from '../../shared/words/link-purposes.ts';
import { LINK_PLACES } from '../../shared/link/link.ts';
import type { Notice } from '../../shared/room/notice.ts';
import { millisOf, type Instant } from '../../shared/time/instant.ts';
import type { Notify } from '../../shared/room/command.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { seeOther } from './page-answer.ts';
import type { LinksDeps } from './links-deps.ts';
import { openBookingLink, type OpenedBooking } from './open-booking-link.ts';
import { openLink, findPendingProposalTo, type Opened, type OpenedRoom } from './open-link.ts';
import { refuse, refuseMalformed } from './refuse.ts';
import { tokenIn } from './link-request.ts';

// A button pressed twice asks for one mail.
const SAME_REQUEST_MILLIS = 10 * 60_000;

/**
 * A link that was once good, also an expired one, asks for a new one by mail. It goes to the address that the old one was made
 * for, if that still holds the role, and within the room's limits. The answer is the same in every case.
 */
export async function sendFreshLink(deps: LinksDeps, form: URLSearchParams): Promise<HttpAnswer> {
  const parameter = form.has('r') ? 'r' : 't';
  const token = tokenIn(form, parameter);
  if (typeof token !== 'string') return refuseMalformed(deps, token);
  const now = deps.world.now();
  const opened = await openAny(deps, token, parameter, now);
  if (opened.kind === 'forged') return refuse(deps, 'forged');
  const standing = opened.kind === 'unreadable' ? opened.standing : 'holder' in opened ? opened : null;
  if (standing) await notify(deps, standing, noticeFor(standing, form, now), now);
  return seeOther('/fresh-link');
}

/** The form says which kinds of link its token can be of; the token was signed for one of them. */
async function openAny(deps: LinksDeps, token: string, parameter: 'r' | 't', now: Instant): Promise<Opened | OpenedBooking> {
  for (const purpose of LINK_PURPOSES.filter((candidate) => LINK_PLACES[candidate].parameter === parameter)) {
    const opened = await openLink(deps, token, purpose, now);
    if (opened.kind !== 'forged') return opened;
  }
  for (const purpose of BOOKING_PURPOSES.filter((candidate) => LINK_PLACES[candidate].parameter === parameter)) {
    const opened = await openBookingLink(deps, token, purpose, now);
    if (opened.kind !== 'forged') return opened;
  }
  return { kind: 'forged' };
}

async function notify(deps: LinksDeps, { room, holder, hash }: OpenedRoom, notice: Notice, at: Instant): Promise<void> {
  // Nothing could be done with a link to a session that is off, over, or without a second person.
  if (room.status !== 'booked' || room.startUtc <= at) return;
  const request = Math.floor(millisOf(at) / SAME_REQUEST_MILLIS);
  const command: Notify = {
    type: 'notify',
    to: holder.role,
    email: holder.person.email,
    notice,
    cause: `fresh-${hash.slice(0, 16)}-${request}`,
    at,
    seed: deps.world.seed(),
  };
  // Over the limit nothing is sent, and the page says the same.
  await runCharged(deps, room.id, command, { allowOverlap: true });
}

/** The two links of an open suggestion for someone who has to answer it; otherwise the link to suggest another time. */
function noticeFor({ room, holder }: OpenedRoom, form: URLSearchParams, now: Instant): Notice {
  const open = form.get('want') === 'decide' ? findPendingProposalTo(holder.role, room, now) : undefined;
  return { kind: 'fresh-link', purpose: open ? 'decide' : 'reschedule', proposalId: open?.id ?? null };
}
