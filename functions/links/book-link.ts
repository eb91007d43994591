import { linkUrl } from '../../shared/link/link.ts';
import type { Book, DeclineReservation } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Person } from '../../shared/room/person.ts';
import { describePerson, refuseHost } from '../../shared/room/profile.ts';
import { findReservedUntil } from '../../shared/room/reservation.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { listOverlaps } from '../platform/people/charge-person.ts';
import { changeProfile } from '../platform/people/change-profile.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import { limitWords } from './limit-words.ts';
import type { LinksDeps } from './links-deps.ts';
import { openLink, type Known, type Opened } from './open-link.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import { makeBookedPage, makeBookPage, makeNotBookedPage, makeReservationOverPage, writeShownSlot } from './pages/book-pages.tsx';
import { count, refuseLink } from './refuse.ts';
import { bookWished, showWished, type WishedLink } from './wish-book-link.ts';

/*
 * The link in the mail “practise again?”: its holder books the session that is reserved for them, or does not want it. It signs nobody in.
 * The link of a mail because of a wish leads here, too.
 */

/** The page of the link: the session, with one button to book it and one to say no. Opening it changes nothing. */
export async function showBook(deps: LinksDeps, token: string): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, 'book', now);
  const wished = wishedOf(opened);
  if (wished) return showWished(deps, wished, now);
  return opened.kind === 'known' ? showKnown(deps, opened, now) : sayEnded(deps, opened, now);
}

/** A button was pressed. The page that it leads to tells the truth, also when it was pressed twice. */
export async function answerReservation(deps: LinksDeps, token: string, form: URLSearchParams): Promise<HttpAnswer> {
  const now = deps.world.now();
  const opened = await openLink(deps, token, 'book', now);
  if (opened.kind !== 'known') return sayEnded(deps, opened, now);
  const wished = wishedOf(opened);
  if (wished) return bookWished(deps, wished, form, now);
  if (opened.link.usedAt !== null || opened.isExpired) return showKnown(deps, opened, now);
  return form.get('answer') === 'no' ? sayNo(deps, opened, form.has('more'), now) : book(deps, opened, form, now);
}

/** The link of somebody who was mailed because of a wish; undefined for one of a reservation. */
const wishedOf = (opened: Opened): WishedLink | undefined =>
  opened.kind === 'known' && opened.link.wisher ? { known: opened, wisher: opened.link.wisher } : undefined;

async function book(deps: LinksDeps, known: Known, form: URLSearchParams, now: Instant): Promise<HttpAnswer> {
  // The host may have moved it while the page was open: nobody books a time that they have not seen.
  if (form.get('slot') !== writeShownSlot(known.room)) return showKnown(deps, known, now, true);
  const command: Book = { type: 'book', guest: await describeHolder(deps, known), at: now, seed: deps.world.seed() };
  const outcome = await runCharged(deps, known.room.id, command, { allowOverlap: true });
  if (outcome.kind === 'limited') {
    return pageAnswer(deps.pages, makeNotBookedPage(limitWords(outcome.reached, known.holder.person.timeZone)));
  }
  if (outcome.kind === 'refused') {
    const room = outcome.now.status === 'uncreated' ? known.room : outcome.now;
    if (room.status !== 'open' || findReservedUntil(room, now) === null) return sayOver(deps, { ...known, room }, now);
    return pageAnswer(deps.pages, makeNotBookedPage(outcome.reason));
  }
  if (outcome.kind === 'changed') deps.log.count('RoomsBooked');
  await deps.links.markUsed(known.hash, now);
  return seeOther(linkUrl('', 'book', known.token));
}

/** @param noMore they also want no more of these from this host */
async function sayNo(deps: LinksDeps, { room, link, hash, token }: Known, noMore: boolean, at: Instant): Promise<HttpAnswer> {
  const { reservedFor } = room;
  if (noMore && reservedFor !== null)
    await changeProfile(deps.people, reservedFor.person.sub, (profile) => refuseHost(profile, room.host.sub));
  const by = { role: link.role, email: link.email };
  const command: DeclineReservation = { type: 'decline-reservation', by, at, seed: deps.world.seed() };
  const outcome = await runCommand(deps, room.id, command);
  if (outcome.kind !== 'refused') await deps.links.markUsed(hash, at);
  return seeOther(linkUrl('', 'book', token));
}

async function showKnown(deps: LinksDeps, known: Known, now: Instant, hasMoved = false): Promise<HttpAnswer> {
  const { room, holder } = known;
  if (room.status === 'booked') return pageAnswer(deps.pages, makeBookedPage({ known, now }));
  const guest = { sub: holder.person.sub, email: holder.person.email, name: holder.person.name, timeZone: holder.person.timeZone };
  const decision = decide(room, { type: 'book', guest, at: now, seed: '' });
  if (decision.kind !== 'changed' || known.isExpired) return sayOver(deps, known, now);
  const isBusy = (await listOverlaps(deps, guest.sub, room.id, [room], now)).length > 0;
  return pageAnswer(deps.pages, makeBookPage({ known, now }, { isBusy, hasMoved }));
}

function sayOver(deps: LinksDeps, { room, link, isExpired }: Known, now: Instant): HttpAnswer {
  count(deps, isExpired ? 'expired' : 'outdated');
  return pageAnswer(deps.pages, makeReservationOverPage(room, link.usedAt, now));
}

/** The session is not reserved for its holder any more. */
function sayEnded(deps: LinksDeps, opened: Exclude<Opened, Known>, now: Instant): HttpAnswer {
  if (opened.kind !== 'ended' || opened.room.status === 'uncreated') return refuseLink(deps, opened, now);
  count(deps, 'ended');
  return pageAnswer(deps.pages, makeReservationOverPage(opened.room, opened.link.usedAt, now));
}

/** As they are called and mailed by now. */
async function describeHolder({ people }: LinksDeps, { room, holder }: Known): Promise<Person> {
  const person: Person = room.reservedFor?.person ?? holder.person;
  const { profile } = await people.load(person.sub);
  const { timeZone, ...names } = describePerson(profile, person);
  return { sub: person.sub, email: person.email, ...names, timeZone: timeZone ?? person.timeZone };
}
