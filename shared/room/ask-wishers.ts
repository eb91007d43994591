import { millisOf, plusMinutes, type Instant } from '../time/instant.ts';
import { isSameSlot } from '../time/time-slot.ts';
import type { WishId } from '../words/ids.ts';
import { isProbeSub } from '../words/probe-names.ts';
import { withNextStamp } from './changes.ts';
import type { AskWishers, Command } from './command.ts';
import { noticeMail } from './compose-owed-mail.ts';
import { change, unchanged, type Decision } from './decision.ts';
import type { OwedMail } from './owed-mail.ts';
import type { Person } from './person.ts';
import type { ExistingRoom, Room } from './room.ts';

/*
 * A room that opens is mailed to those who wish for such a session: five at once, and five more after a while, as long as it is open.
 * The decision that opens it owes a look for them, stored in its own write as its mail is.
 */

export interface OwedLook {
  readonly kind: 'look';
  /** When the room opened, at the time that it has now. */
  readonly openedAt: Instant;
  readonly notBefore: Instant;
  /** Where the look goes on among the wishes; null: at the first. */
  readonly after: string | null;
  /** How many were before it. */
  readonly looks: number;
}

/** Somebody who wishes for such a session. */
export interface Wisher {
  readonly person: Person;
  readonly wishId: WishId;
  readonly wishedAt: Instant;
  readonly wishedUntil: Instant;
}

export const ASKED_AT_ONCE = 5;
const NEXT_MINUTES = 10;
/** After a look that found nobody among many wishes. */
const AGAIN_MINUTES = 1;
/** Looks of one opening. The limit keeps the cost of a room the same with a million wishes. */
export const MOST_LOOKS = 40;

/** Whether everyone may book the room. */
const isOffered = (room: Room, at: Instant): room is ExistingRoom =>
  room.status === 'open' && room.reservedFor === null && !isProbeSub(room.host.sub) && at < room.startUtc;

/** The look that a decision owes which opens the room, or moves it while it is open. */
export function composeLook(before: Room, { at }: Pick<Command, 'at'>, after: ExistingRoom): OwedLook | undefined {
  if (!isOffered(after, at) || (isOffered(before, at) && isSameSlot(before, after))) return undefined;
  // Nobody is mailed about what may still be taken back.
  const notBefore = after.undo === null || after.undo.until < at ? at : after.undo.until;
  return { kind: 'look', openedAt: at, notBefore, after: null, looks: 0 };
}

/** Whether the look is still of use. */
export const isLookTrue = (room: Room, now: Instant): boolean => isOffered(room, now);

export function askWishers(room: ExistingRoom, { look, wishers, next, at, seed }: AskWishers): Decision {
  if (!isOffered(room, at)) return unchanged;
  const told = withNextStamp({ ...room, updatedAt: at }, at);
  const mail = wishers.slice(0, ASKED_AT_ONCE).map(({ person, wishId, wishedAt, wishedUntil }) =>
    noticeMail('wish-fits', told, 'guest', seed, {
      cause: look.openedAt,
      recipient: person,
      notice: { kind: 'wish-fits', sub: person.sub, wishId, wishedAt, wishedUntil },
    }),
  );
  const looks = look.looks + 1;
  const notBefore = plusMinutes(at, mail.length > 0 ? NEXT_MINUTES : AGAIN_MINUTES);
  const isLast = next === null || looks >= MOST_LOOKS || notBefore >= room.startUtc;
  const decision = change(told, mail);
  return decision.kind !== 'changed' || isLast ? decision : { ...decision, look: { ...look, notBefore, after: next, looks } };
}

/** Mail to somebody who wishes for the session says something true while everyone may book it at that time. Other mail always does. */
export const isWishMailTrue = (mail: OwedMail, room: Room, now: Instant): boolean =>
  mail.kind !== 'wish-fits' || room.status === 'uncreated' || (isOffered(room, now) && isSameSlot(room, mail.when));

/** Of several looks that a room owes, the newest counts. */
export const newestLook = (looks: ReadonlyMap<string, OwedLook>): readonly [name: string, look: OwedLook] | undefined =>
  [...looks].toSorted(([, a], [, b]) => orderOf(b) - orderOf(a))[0];

const orderOf = ({ openedAt, looks }: OwedLook): number => millisOf(openedAt) + looks / (10 * MOST_LOOKS);
