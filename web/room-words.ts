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

/** What a calendar has answered, to be read after a name. */
export const PARTSTATS: Readonly<Record<RoomView['host']['partstat'], string>> = {
  'NEEDS-ACTION': 'has not answered the invitation yet',
  ACCEPTED: 'has accepted',
  TENTATIVE: 'may come',
  DECLINED: 'has declined',
};

/** The other one of the two, as the viewer sees it; null where nobody is there. */
export const otherOf = (room: RoomView): RoomView['host'] | null => (room.role === 'host' ? room.guest : room.host);

/** Somebody can still book it. */
export const isBookable = (room: RoomView, now: Instant): boolean => room.status === 'open' && room.startUtc > now;

export const otherName = (room: RoomView): string => otherOf(room)?.firstName || 'your partner';

/** One line of the timeline, in the viewer's zone and with "you" for the viewer. */
export function historyLine(entry: HistoryView, viewer: RoomView['role'], zone: string): string {
  const isViewer = entry.by === viewer;
  const who = isViewer ? 'You' : (entry.name ?? 'Somebody');
  const when = entry.startUtc === null ? '' : shortMoment(instantOf(entry.startUtc), zone);
  return EVENTS[entry.event]?.({ who, when, isViewer, length: lengthOf(entry) }) ?? SOMETHING_ELSE;
}

interface Happened {
  readonly who: string;
  readonly when: string;
  readonly isViewer: boolean;
  readonly length: string;
}

const lengthOf = ({ durationMinutes }: HistoryView): string => (durationMinutes === null ? '' : `, ${durationMinutes} minutes`);
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
  'mail-bounced': ({ who }) => `${who} did not get a mail about this session: it came back.`,
  other: () => SOMETHING_ELSE,
};
