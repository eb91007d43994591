import { millisOf, type Instant } from '../time/instant.ts';
import type { Role } from '../words/roles.ts';
import { roleOf } from './actor.ts';
import { withNextStamp, withParticipant } from './changes.ts';
import type { Actor } from './command.ts';
import { calendarMail } from './compose-owed-mail.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import type { Person } from './person.ts';
import { participantOf, type BookedRoom, type CancelledRoom, type ExistingRoom, type FormerGuest, type Participant } from './room.ts';

/*
 * People who are out of a room, because they left it or it was cancelled, and whose calendar says yes again. Their calendar
 * then shows a session that they are not in, so it gets the CANCEL once more.
 */

const FORMER_GUESTS_KEPT = 10;
const CANCEL_AGAIN_EVERY_MILLIS = 3_600_000;

/** The people who were guests of this room and are no longer, after this guest went. */
export function withFormerGuest(room: BookedRoom, leftAt: Instant): readonly FormerGuest[] {
  const { sub, email, name, givenName = null, timeZone, language = null } = room.guest;
  const others = room.formerGuests.filter((former) => former.sub !== sub);
  return [...others, { sub, email, name, givenName, timeZone, language, leftAt, cancelledAgainAt: null }].slice(-FORMER_GUESTS_KEPT);
}

/** The former guest who speaks; undefined for everybody else, also for a guest who has come back. */
export function formerGuestOf(room: ExistingRoom, by: Actor): FormerGuest | undefined {
  if (roleOf(room, by) !== null) return undefined;
  return room.formerGuests.find((former) => ('role' in by ? by.role === 'guest' && former.email === by.email : former.sub === by.sub));
}

interface Yes {
  readonly at: Instant;
  readonly seed: string;
  /** When SES received it; null: not known. */
  readonly receivedAt: Instant | null;
}

/** A yes, or a new time, of a former guest. What was said before they left has been overtaken by their leaving. */
export function cancelForFormerGuest(room: ExistingRoom, former: FormerGuest, { at, seed, receivedAt }: Yes): Decision {
  if (receivedAt !== null && receivedAt <= former.leftAt) return unchanged;
  if (isWithinHour(former.cancelledAgainAt, at)) return unchanged;
  const formerGuests = room.formerGuests.map((one) => (one === former ? { ...one, cancelledAgainAt: at } : one));
  const told = withNextStamp({ ...room, formerGuests }, at);
  const cause = `again-${told.stamp}`;
  if (room.status === 'cancelled') {
    const sequence = room.sequence + 1;
    return change(told, [
      calendarMail('cancelled', told, 'guest', seed, { recipient: toParticipant(former), other: room.host, sequence, cause }),
    ]);
  }
  return change(told, [calendarMail('unbooked', told, 'guest', seed, { recipient: toParticipant(former), other: room.host, cause })]);
}

/** A yes, or a new time, of somebody whose session was cancelled. */
export function cancelAgain(room: CancelledRoom, role: Role, { at, seed, receivedAt }: Yes): Decision {
  const attendee = participantOf(room, role);
  if (attendee === null || attendee.lastMajorSequence === null) return refuse('not-participant');
  const ending = endingOf(room);
  if (receivedAt !== null && receivedAt <= ending.at) return unchanged;
  if (isWithinHour(attendee.lastResentAt, at)) return unchanged;
  const told = withNextStamp(
    withParticipant(room, role, (participant) => ({ ...participant, lastResentAt: at })),
    at,
  );
  const sequence = room.sequence + 1;
  const cause = `again-${told.stamp}`;
  return change(told, [calendarMail('cancelled', told, role, seed, { sequence, cause, cancelledBy: ending.by })]);
}

const ENDINGS: readonly string[] = ['cancelled', 'declined', 'left'];

/** When the session was cancelled, and by whom. */
function endingOf(room: CancelledRoom): { readonly at: Instant; readonly by: Role } {
  const ending = room.history.findLast(({ event }) => ENDINGS.includes(event));
  return { at: ending?.at ?? room.updatedAt, by: ending?.by === 'guest' ? 'guest' : 'host' };
}

const isWithinHour = (last: Instant | null, at: Instant): boolean =>
  last !== null && millisOf(at) - millisOf(last) < CANCEL_AGAIN_EVERY_MILLIS;

/** A former guest as they were in the session, as far as that is kept. */
export const toParticipant = (former: Person & Pick<FormerGuest, 'leftAt'>): Participant => ({
  sub: former.sub,
  email: former.email,
  name: former.name,
  givenName: former.givenName ?? null,
  timeZone: former.timeZone,
  language: former.language ?? null,
  partstat: 'NEEDS-ACTION',
  lastReply: null,
  lastMajorSequence: null,
  lastResentAt: null,
  lastMailedAt: null,
  question: null,
  joinedAt: former.leftAt,
});

/** Whether this mail answers a yes of somebody who is out. */
export const isCancelAgain = (mail: { readonly kind: string; readonly cause: string | null }): boolean =>
  (mail.kind === 'unbooked' || mail.kind === 'cancelled') && mail.cause?.startsWith('again-') === true;
