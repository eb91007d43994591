import { parseInstant } from '../time/instant.ts';
import { shortMoment } from '../time/moment.ts';
import { isolate } from '../words/isolate.ts';
import type { OrOther } from '../words/other.ts';
import type { HistoryEvent } from '../words/history-events.ts';
import type { Role } from '../words/roles.ts';
import type { HistoryEntry } from './history.ts';

/** As much of an entry as its words need: rooms and answers of the API both have it. */
interface WordedEntry extends Pick<HistoryEntry, 'event' | 'by' | 'name' | 'note'> {
  readonly startUtc: string | null;
  readonly durationMinutes: number | null;
  readonly alternatives?: readonly { readonly startUtc: string; readonly durationMinutes: number }[] | undefined;
}

/**
 * One line of a room's history, as a sentence in the reader's zone: the timeline of the app and the pages behind links say the same.
 * @param before what happened before it: it tells whether the length has changed
 * @param viewer who is called "you"; null where anybody may read it
 */
export function describeHistoryEntry(entry: WordedEntry, before: readonly WordedEntry[], viewer: Role | null, zone: string): string {
  const isViewer = entry.by === viewer;
  const who = isViewer ? 'You' : isolate(entry.name ?? NAMELESS[entry.by]);
  const start = entry.startUtc === null ? undefined : parseInstant(entry.startUtc);
  const first = `${start ? shortMoment(start, zone) : ''}${describeLength(entry, before)}`;
  const slot = [first, ...describeAlternatives(entry, zone)].join(' or ');
  const say: ((parts: Parts) => string) | undefined = SENTENCES[entry.event];
  const said = say?.({ who, have: isViewer ? 'have' : 'has', slot }) ?? SOMETHING_ELSE;
  return entry.note === '' ? said : `${said} “${isolate(entry.note.replace(/\s+/gu, ' '))}”`;
}

/** Further times, each with its length where that is another one. */
function describeAlternatives({ durationMinutes, alternatives = [] }: WordedEntry, zone: string): readonly string[] {
  return alternatives.flatMap((other) => {
    const start = parseInstant(other.startUtc);
    const length = other.durationMinutes === durationMinutes ? '' : `, ${other.durationMinutes} minutes`;
    return start ? [`${shortMoment(start, zone)}${length}`] : [];
  });
}

function describeLength({ durationMinutes }: WordedEntry, before: readonly WordedEntry[]): string {
  if (durationMinutes === null) return '';
  const earlier = before.findLast(({ event, durationMinutes: minutes }) => minutes !== null && SETS_LENGTH.has(event))?.durationMinutes;
  return `, ${durationMinutes} minutes${earlier && earlier !== durationMinutes ? ` instead of ${earlier}` : ''}`;
}

const SETS_LENGTH: ReadonlySet<WordedEntry['event']> = new Set(['created', 'rescheduled', 'approved'] as const);

// An event of a version of the service that is newer than this page.
const SOMETHING_ELSE = 'Something else happened.';

const NAMELESS: Readonly<Record<HistoryEntry['by'], string>> = { host: 'The host', guest: 'The guest', system: 'Somebody' };

interface Parts {
  readonly who: string;
  readonly have: 'have' | 'has';
  /** `Tue 15 Jan, 18:00 GMT, 60 minutes` */
  readonly slot: string;
}

const SENTENCES: Readonly<Record<OrOther<HistoryEvent>, (parts: Parts) => string>> = {
  created: ({ who, slot }) => `${who} opened this session for ${slot}.`,
  booked: ({ who }) => `${who} booked the session. Invitations went out to both calendars.`,
  rescheduled: ({ who, slot }) => `${who} moved the session to ${slot}. New invitations went out.`,
  'venue-changed': ({ who }) => `${who} changed where you meet. New invitations went out.`,
  left: ({ who }) => `${who} left.`,
  cancelled: ({ who }) => `${who} cancelled the session.`,
  accepted: ({ who, have }) => `${who} ${have} accepted in the calendar.`,
  tentative: ({ who }) => `${who} answered “maybe” in the calendar.`,
  declined: ({ who }) => `${who} declined in the calendar.`,
  proposed: ({ who, slot }) => `${who} suggested ${slot}.`,
  approved: ({ who, slot }) => `${who} approved ${slot}. New invitations went out.`,
  'proposal-declined': ({ who }) => `${who} declined the suggestion. The time stayed.`,
  'proposal-expired': ({ slot }) => `Nobody answered the suggestion of ${slot} in time. The time stayed.`,
  'proposal-withdrawn': ({ who }) => `${who} withdrew the suggestion.`,
  'mail-failed': ({ who }) => `${who} did not get a mail about this session: it could not be sent.`,
  'mail-bounced': ({ who }) => `${who} did not get a mail about this session: it came back. They may not know of it.`,
  // Kept for operators; no party is shown it.
  'mail-complained': () => 'A mail about this session was reported as unwanted.',
  'not-asked': () => 'An answer came by mail that we could not check, and we had asked too often to ask again. It changed nothing.',
  undone: ({ who }) => `${who} took that back. The session stands as it was, and nobody was mailed.`,
  'note-written': ({ who }) => `${who} wrote:`,
  'introduction-asked': ({ who }) => `${who} asked to exchange addresses.`,
  introduced: ({ who }) => `${who} agreed. Each got the address of the other by mail.`,
  restored: ({ who }) => `${who} took the decline back. New invitations went out.`,
  'reservation-declined': ({ who }) => `${who} cannot make it.`,
  'reservation-opened': () => 'The session is open for everyone from now on.',
  'reservation-lapsed': () => 'It was reserved for one person, who did not book it. So it does not take place.',
  'answered-afterwards': ({ who }) => `${who} said how the session went.`,
  missed: ({ who }) => `${who} did not come, as the other one said, and did not say otherwise within three days.`,
  other: () => SOMETHING_ELSE,
};
