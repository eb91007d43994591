import { linkUrl, type LinkWisher } from '../../shared/link/link.ts';
import type { Book } from '../../shared/room/command.ts';
import { decide } from '../../shared/room/decide.ts';
import type { Person } from '../../shared/room/person.ts';
import { describePerson } from '../../shared/room/profile.ts';
import { horizonAt } from '../../shared/time/horizon.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { fitsWish } from '../../shared/wish/fits-wish.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { listOverlaps } from '../platform/people/charge-person.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import { limitWords } from './limit-words.ts';
import type { LinksDeps } from './links-deps.ts';
import type { Known } from './open-link.ts';
import { pageAnswer, seeOther } from './page-answer.ts';
import { makeBookedPage, makeNotBookedPage, writeShownSlot } from './pages/book-pages.tsx';
import { makeTakenPage, makeWishBookPage } from './pages/wish-pages.tsx';
import { count } from './refuse.ts';

/*
 * The Book button of a mail because of a wish. It books for the person who got the mail, also when somebody else presses it, and the invitation goes to
 * their address alone.
 */

/** A book link of somebody who was mailed because of a wish. */
export interface WishedLink {
  readonly known: Known;
  readonly wisher: LinkWisher;
}

const SHOWN = 5;

/** The page: the session, and one button. Opening it changes nothing. @param hasMoved the host moved it while the page was open */
export async function showWished(deps: LinksDeps, { known, wisher }: WishedLink, now: Instant, hasMoved = false): Promise<HttpAnswer> {
  const { room, link, isExpired } = known;
  if (isBookedBy(known, wisher)) return pageAnswer(deps.pages, makeBookedPage({ known, now }));
  const guest = await describeWisher(deps, known, wisher);
  const isBookable = decide(room, { type: 'book', guest, at: now, seed: '' }).kind === 'changed';
  if (!isBookable || isExpired || link.usedAt !== null) return sayTaken(deps, { known, wisher }, now);
  const isBusy = (await listOverlaps(deps, guest.sub, room.id, [room], now)).length > 0;
  return pageAnswer(deps.pages, makeWishBookPage({ known, now }, { isBusy, hasMoved }));
}

/** The button was pressed. */
export async function bookWished(deps: LinksDeps, { known, wisher }: WishedLink, form: URLSearchParams, now: Instant): Promise<HttpAnswer> {
  if (known.link.usedAt !== null || known.isExpired) return showWished(deps, { known, wisher }, now);
  // The host may have moved it while the page was open: nobody books a time that they have not seen.
  if (form.get('slot') !== writeShownSlot(known.room)) return showWished(deps, { known, wisher }, now, true);
  const command: Book = { type: 'book', guest: await describeWisher(deps, known, wisher), at: now, seed: deps.world.seed() };
  const outcome = await runCharged(deps, known.room.id, command, { allowOverlap: true });
  if (outcome.kind === 'limited')
    return pageAnswer(deps.pages, makeNotBookedPage(limitWords(outcome.reached, known.holder.person.timeZone)));
  if (outcome.kind === 'refused') {
    const room = outcome.now.status === 'uncreated' ? known.room : outcome.now;
    if (room.status !== 'open') return sayTaken(deps, { known: { ...known, room }, wisher }, now);
    return pageAnswer(deps.pages, makeNotBookedPage(outcome.reason));
  }
  if (outcome.kind === 'changed') {
    deps.log.count('RoomsBooked');
    deps.log.count('WishesBooked');
  }
  await deps.links.markUsed(known.hash, now);
  return seeOther(linkUrl('', 'book', known.token));
}

const isBookedBy = ({ room }: Known, { sub }: LinkWisher): boolean => room.status === 'booked' && room.guest.sub === sub;

/** Somebody else has it, or it is off: what else fits the wish, while the wish stands. */
async function sayTaken(deps: LinksDeps, { known, wisher }: WishedLink, now: Instant): Promise<HttpAnswer> {
  count(deps, known.isExpired ? 'expired' : 'outdated');
  const wish = await deps.wishes.load(wisher.wishId);
  if (wish === undefined || wish.person.sub !== wisher.sub) return pageAnswer(deps.pages, makeTakenPage(known, []));
  const { rows } = await deps.index.openRooms({
    sub: wisher.sub,
    after: now,
    before: horizonAt(now),
    position: null,
    matches: (row) => row.id !== known.room.id && fitsWish(row, wish),
  });
  return pageAnswer(deps.pages, makeTakenPage(known, rows.slice(0, SHOWN)));
}

/** As they are called and mailed by now. */
async function describeWisher(
  { people }: LinksDeps,
  { link: { email } }: Known,
  { sub, name, timeZone, language }: LinkWisher,
): Promise<Person> {
  const { profile } = await people.load(sub);
  const { timeZone: chosen, ...names } = describePerson(profile, { name, givenName: null, timeZone, language });
  return { sub, email, ...names, timeZone: chosen ?? timeZone };
}
