import type { HistoryView, RoomView } from '../shared/api/contract.ts';
import type { TimeSlot } from '../shared/time/time-slot.ts';
import { parseInstant, type Instant } from '../shared/time/instant.ts';
import { isoDate, shortMoment } from '../shared/time/moment.ts';
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

/** What booking does, said before its button. */
export const BOOKING_SAYS = 'Both of you then get a calendar invitation by mail. Neither of you sees the other’s e-mail address.';

/** Somebody can still book it. */
export const isBookable = (room: RoomView, now: Instant): boolean => room.status === 'open' && room.startUtc > now;

export const otherName = (room: RoomView): string => otherOf(room)?.firstName || 'your partner';

/**
 * One line of the timeline, in the viewer's zone and with "you" for the viewer.
 * @param before what happened before it: it tells whether the length has changed
 */
export function historyLine(entry: HistoryView, before: readonly HistoryView[], viewer: RoomView['role'], zone: string): string {
  const isViewer = entry.by === viewer;
  const who = isViewer ? 'You' : (entry.name ?? 'Somebody');
  const when = entry.startUtc === null ? '' : shortMoment(instantOf(entry.startUtc), zone);
  const words: ((happened: Happened) => string) | undefined = EVENTS[entry.event];
  return words?.({ who, when, isViewer, length: lengthOf(entry, before) }) ?? SOMETHING_ELSE;
}

interface Happened {
  readonly who: string;
  readonly when: string;
  readonly isViewer: boolean;
  readonly length: string;
}

function lengthOf({ durationMinutes }: HistoryView, before: readonly HistoryView[]): string {
  if (durationMinutes === null) return '';
  const earlier = before.findLast(({ event, durationMinutes: minutes }) => minutes !== null && SETS_LENGTH.has(event))?.durationMinutes;
  return `, ${durationMinutes} minutes${earlier && earlier !== durationMinutes ? ` instead of ${earlier}` : ''}`;
}

const SETS_LENGTH: ReadonlySet<HistoryView['event']> = new Set(['created', 'rescheduled', 'approved'] as const);

const have = ({ isViewer }: Happened): string => (isViewer ? 'have' : 'has');

// An event of a version of the service that is newer than this page.
const SOMETHING_ELSE = 'Something else happened.';

const EVENTS: Readonly<Record<HistoryView['event'], (happened: Happened) => string>> = {
  created: ({ who, when, length }) => `${who} opened this session for ${when}${length}.`,
  booked: ({ who }) => `${who} booked it. Invitations went out to both calendars.`,
  rescheduled: ({ who, when, length }) => `${who} moved it to ${when}${length}. New invitations went out.`,
  left: ({ who }) => `${who} left.`,
  cancelled: ({ who }) => `${who} cancelled it.`,
  accepted: (happened) => `${happened.who} ${have(happened)} accepted in the calendar.`,
  tentative: ({ who }) => `${who} answered “maybe” in the calendar.`,
  declined: ({ who }) => `${who} declined in the calendar.`,
  proposed: ({ who, when, length }) => `${who} suggested ${when}${length}.`,
  approved: ({ who, when, length }) => `${who} approved ${when}${length}. New invitations went out.`,
  'proposal-declined': ({ who }) => `${who} declined the suggestion. The time stayed.`,
  'proposal-withdrawn': ({ who }) => `${who} withdrew the suggestion.`,
  'mail-failed': ({ who }) => `${who} did not get a mail about this session: it could not be sent.`,
  'not-asked': () => 'An answer came by mail that we could not check, and we had asked too often to ask again. It changed nothing.',
  'mail-bounced': ({ who }) => `${who} did not get a mail about this session: it came back.`,
  other: () => SOMETHING_ELSE,
};
