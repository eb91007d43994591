import { instantAt, millisOf, plusMinutes, type Instant } from '../time/instant.ts';
import type { Role } from '../words/roles.ts';
import type { HistoryEvent } from '../words/history-events.ts';
import { HISTORY_LIMIT, NOTE_DROPPED, NOTES_KEPT, type HistoryEntry } from './history.ts';
import { firstNameOf } from '../words/names.ts';
import { statusAt, type Proposal } from './proposal.ts';
import { guestOf, participantOf, type ExistingRoom, type Participant, type RecentChange } from './room.ts';

/*
 * The small steps that decisions are made of. Each returns a new room.
 */

/** The room with one more line in its history. `when` is the time that the event set or suggested. */
export function recordHistory<R extends ExistingRoom>(
  room: R,
  at: Instant,
  event: HistoryEvent,
  by: Role,
  {
    startUtc = null,
    durationMinutes = null,
    alternatives = [],
    note = '',
  }: Partial<Pick<HistoryEntry, 'startUtc' | 'durationMinutes' | 'alternatives' | 'note'>> = {},
): R {
  const actor = participantOf(room, by);
  const name = actor && firstNameOf(actor);
  const times = { startUtc, durationMinutes, ...(alternatives.length > 0 && { alternatives }) };
  return addToHistory(room, { at, event, by, name, sequence: room.sequence, ...times, note });
}

/** The room with this line in its history. */
export const addToHistory = <R extends ExistingRoom>(room: R, entry: HistoryEntry): R => ({
  ...room,
  history: withNewestNotes([...room.history, entry].slice(-HISTORY_LIMIT)),
  updatedAt: entry.at,
});

/** A room is one item of limited size. Of older notes only a mark is left. */
function withNewestNotes(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const noted = history.filter(({ note }) => note !== '' && note !== NOTE_DROPPED);
  const dropped = new Set(noted.slice(0, -NOTES_KEPT));
  return dropped.size === 0 ? history : history.map((entry) => (dropped.has(entry) ? { ...entry, note: NOTE_DROPPED } : entry));
}

/**
 * The room with the DTSTAMP of its next calendar mail: now, in whole seconds, but always later than the last one, since
 * some calendars ignore a second message with the same DTSTAMP.
 */
export function withNextStamp<R extends ExistingRoom>(room: R, at: Instant): R & { readonly stamp: Instant } {
  const now = Math.floor(millisOf(at) / 1000) * 1000;
  const earliest = room.stamp === null ? now : millisOf(room.stamp) + 1000;
  return { ...room, stamp: instantAt(Math.max(now, earliest)) };
}

/** Everyone who holds an invitation got a new time in the REQUEST of the room's present SEQUENCE, and is asked again. */
export const inviteToNewTime = (participant: Participant, sequence: number): Participant => ({
  ...participant,
  partstat: 'NEEDS-ACTION',
  lastMajorSequence: sequence,
});

/** Pending proposals give way to something newer; expired ones are left as they are. */
export const supersedePending = (proposals: readonly Proposal[], at: Instant): readonly Proposal[] =>
  proposals.map((proposal) => (statusAt(proposal, at) === 'pending' ? { ...proposal, status: 'superseded', decisionAt: at } : proposal));

/** The room with one of its people changed; without that person, as it was. */
export function withParticipant<R extends ExistingRoom>(room: R, role: Role, change: (participant: Participant) => Participant): R {
  if (role === 'host') return { ...room, host: change(room.host) };
  const guest = guestOf(room);
  return guest === null ? room : { ...room, guest: change(guest) };
}

/** How often something limited has happened within a day. */
export const changesLately = ({ recentChanges }: ExistingRoom, event: RecentChange['event'], at: Instant): number =>
  recentChanges.filter((change) => change.event === event && change.at > plusMinutes(at, -24 * 60)).length;

/** The room with one more change that is limited a day. The history has an end, and what is pushed out of it must still count. */
export const countChange = <R extends ExistingRoom>(room: R, event: RecentChange['event'], at: Instant): R => ({
  ...room,
  recentChanges: [...room.recentChanges.filter((change) => change.at > plusMinutes(at, -24 * 60)), { event, at }],
});
