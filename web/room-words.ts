import type { ProposalView, RoomView } from '../shared/api/contract.ts';
import type { TimeSlot } from '../shared/time/time-slot.ts';
import { parseInstant, type Instant } from '../shared/time/instant.ts';
import { isolate } from '../shared/words/isolate.ts';
import { isoDate, shortMoment, shortMoments, shortMove } from '../shared/time/moment.ts';
import { interruption } from './api-error.ts';

/** An instant of the API. Throws when it is none: the API checks its own answers. */
export function instantOf(text: string): Instant {
  const instant = parseInstant(text);
  if (!instant) throw interruption('unintelligible');
  return instant;
}

export const slotOf = ({ startUtc, durationMinutes }: Pick<RoomView, 'startUtc' | 'durationMinutes'>): TimeSlot => ({
  startUtc: instantOf(startUtc),
  durationMinutes,
});

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
const DAY_MILLIS = 86_400_000;

/** `in 2 days`, `tomorrow`, `in 3 hours`, `2 days ago`: by the days of the reader's own calendar. */
export function fromNow(at: Instant, now: Instant, zone: string): string {
  const days = Math.round((Date.parse(isoDate(at, zone)) - Date.parse(isoDate(now, zone))) / DAY_MILLIS);
  if (days !== 0) return relative.format(days, 'day');
  const minutes = Math.round((Date.parse(at) - Date.parse(now)) / 60_000);
  return Math.abs(minutes) < 90 ? relative.format(minutes, 'minute') : relative.format(Math.round(minutes / 60), 'hour');
}

/** What the calendar of one of the two has answered. Of a session that is over or cancelled nobody waits for an answer any more. */
export function calendarAnswer(room: RoomView, role: 'host' | 'guest', now: Instant): string {
  const person = room[role];
  if (room.status === 'cancelled' || !person) return '';
  const whose = room.role === role ? 'Your calendar' : 'Their calendar';
  const isOver = room.endUtc <= now;
  if (person.partstat !== 'NEEDS-ACTION') return `${whose} ${isOver ? ANSWERS_BEFORE[person.partstat] : ANSWERS[person.partstat]}`;
  if (room.guest === null) return isOver ? '' : 'Waiting for a guest';
  if (isOver) return `${whose} did not answer the invitation`;
  if (hasAgreedHere(room, role)) return `${room.role === role ? 'You have' : 'Has'} agreed here; the calendar has not answered yet`;
  return `${whose} has not answered the invitation yet`;
}

type Answered = Exclude<RoomView['host']['partstat'], 'NEEDS-ACTION'>;

const ANSWERS: Readonly<Record<Answered, string>> = { ACCEPTED: 'has accepted', TENTATIVE: 'has said maybe', DECLINED: 'has declined' };
const ANSWERS_BEFORE: Readonly<Record<Answered, string>> = {
  ACCEPTED: 'had accepted',
  TENTATIVE: 'had said maybe',
  DECLINED: 'had declined',
};

/** Whether a person has agreed to the present time here: by booking or moving the session, by suggesting the time, or by approving it. */
function hasAgreedHere({ history = [] }: RoomView, role: 'host' | 'guest'): boolean {
  const setTime = history.findLast(({ event }) => event === 'approved' || event === 'rescheduled' || event === 'booked');
  // Who approves agrees to what the other one has suggested.
  return setTime?.event === 'approved' || setTime?.by === role;
}

/** The other one of the two, as the viewer sees it; null where nobody is there. */
export const otherOf = (room: RoomView): RoomView['host'] | null => (room.role === 'host' ? room.guest : room.host);

/** What a suggestion would change, old → new: the time, the length, or both. */
export function describeProposal(room: RoomView, { options }: ProposalView, zone: string): string {
  const now = slotOf(room);
  const slots = options.map(({ startUtc, endUtc }) => ({
    startUtc: instantOf(startUtc),
    durationMinutes: (Date.parse(endUtc) - Date.parse(startUtc)) / 60_000,
  }));
  const [first, ...more] = slots;
  if (first === undefined) return 'another time';
  const lengths = new Set(slots.map(({ durationMinutes }) => durationMinutes));
  const isOtherLength = lengths.size > 1 || first.durationMinutes !== now.durationMinutes;
  const length = isOtherLength ? `, ${now.durationMinutes} → ${[...lengths].join(' or ')} minutes` : '';
  if (more.length > 0) return `${shortMoment(now.startUtc, zone)} → ${shortMoments(slots, zone)}${length}`;
  if (first.startUtc === now.startUtc) return `${shortMoment(now.startUtc, zone)}${length}`;
  return `${shortMove(now.startUtc, first.startUtc, zone)}${length}`;
}

/** What booking does, said before its button. */
export const BOOKING_SAYS = 'Both of you then get a calendar invitation by mail. Neither of you sees the other’s e-mail address.';

/** Somebody can still book it. */
export const isBookable = (room: RoomView, now: Instant): boolean => room.status === 'open' && room.startUtc > now;

/** Whether the viewer has practised in this session with somebody whom they could ask again. */
export const canPractiseAgain = (room: RoomView, now: Instant): boolean =>
  room.role !== null && room.status === 'booked' && room.endUtc <= now && otherOf(room) !== null;

export const otherName = (room: RoomView): string => isolate(otherOf(room)?.firstName || 'your partner');

/** Whether mail to the other party has come back since they were booked. */
export function isUnreached(room: RoomView): boolean {
  if (room.status !== 'booked' || room.role === null) return false;
  const history = room.history ?? [];
  const sinceBooked = history.slice(history.findLastIndex(({ event }) => event === 'booked') + 1);
  return sinceBooked.some(({ event, name }) => event === 'mail-bounced' && name === otherOf(room)?.firstName);
}

/** What a session is called in the viewer's calendar. */
export const calendarTitle = (room: RoomView, brandName: string): string =>
  room.status === 'booked' ? `${brandName} Session with ${otherOf(room)?.firstName || 'your partner'}` : `${brandName} Session (open)`;
