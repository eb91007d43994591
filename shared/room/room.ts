import type { RoomId, Uid } from '../words/ids.ts';
import type { VenueUrl } from '../words/venue-url.ts';
import type { Role } from '../words/roles.ts';
import type { DurationMinutes } from '../words/durations.ts';
import type { PartStat } from '../words/itip.ts';
import type { Instant } from '../time/instant.ts';
import type { NoticeKind } from '../words/mail-kinds.ts';
import type { Practice } from '../words/practice.ts';
import type { OrOther } from '../words/other.ts';
import type { Afterwards } from './afterwards.ts';
import type { ConfirmableReply, LastReply } from './attendee-reply.ts';
import type { HistoryEntry } from './history.ts';
import type { Introduction } from './introduction.ts';
import type { Person } from './person.ts';
import type { Proposal } from './proposal.ts';
import type { Reservation } from './reservation.ts';
import type { Undoable } from './undo.ts';

export type Room = UncreatedRoom | OpenRoom | BookedRoom | CancelledRoom;
export type ExistingRoom = Exclude<Room, UncreatedRoom>;

export interface UncreatedRoom {
  readonly status: 'uncreated';
}

export interface OpenRoom extends Session {
  readonly status: 'open';
}

export interface BookedRoom extends Session {
  readonly status: 'booked';
  readonly guest: Participant;
}

/** A tombstone: links and replies that arrive later still get a clear answer. */
export interface CancelledRoom extends Session {
  readonly status: 'cancelled';
  /** The guest at the time when the room was cancelled. */
  readonly guest: Participant | null;
}

interface Session {
  readonly id: RoomId;
  readonly uid: Uid;
  /** iTIP SEQUENCE of the last REQUEST. Grows by one with each REQUEST update and never otherwise; not the storage version. */
  readonly sequence: number;
  /** DTSTAMP of the newest calendar mail of this UID; each further one is later (RFC 5546 2.1.5). */
  readonly stamp: Instant | null;
  readonly startUtc: Instant;
  readonly durationMinutes: DurationMinutes;
  /** What is practised. */
  readonly practice: Practice;
  readonly host: Participant;
  /** The host's own link to where the two meet; null: where the operator says, if anywhere. */
  readonly venueUrl: VenueUrl | null;
  /** The newest PROPOSALS_LIMIT, oldest first. */
  readonly proposals: readonly Proposal[];
  /** The newest few guests who are no longer in the room, so that a late answer of theirs gets a right one. */
  readonly formerGuests: readonly FormerGuest[];
  /** Notices sent lately: what their limits are counted from. */
  readonly notices: readonly SentNotice[];
  /** Bookings and moves of the last day: what their limits are counted from. */
  readonly recentChanges: readonly RecentChange[];
  /** The newest HISTORY_LIMIT, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** Whether the two want to learn each other's address. */
  readonly introduction: Introduction;
  /** Whose alone the room is or was until it was booked; null: everyone's. */
  readonly reservedFor: Reservation | null;
  /** What can be taken back now; null: nothing. */
  readonly undo: Undoable | null;
  /** The latest moment for which the room has reminded its people; null: none yet. */
  readonly remindedUntil: Instant | null;
  /** What became of the session. */
  readonly afterwards: Afterwards;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface Participant extends Person {
  readonly partstat: PartStat;
  /** Where the newest reply that counted stands, and what it said; replies are ordered per attendee (RFC 5546 2.1.5). */
  readonly lastReply: LastReply | null;
  /** SEQUENCE of the last REQUEST that told this attendee a time; null while they hold no invitation. A reply below it answers an older time. */
  readonly lastMajorSequence: number | null;
  /** When the current REQUEST was last sent again on this attendee's account (stale reply, REFRESH). */
  readonly lastResentAt: Instant | null;
  /** DTSTAMP of the last calendar mail to this attendee. Many programs copy it into their answer. */
  readonly lastMailedAt: Instant | null;
  /** The newest message in their name that is not proven, and waits for their yes. */
  readonly question: ConfirmableReply | null;
  /** When they became host or guest: what happened before, between others, is not shown to them. */
  readonly joinedAt: Instant;
}

/** What is limited a day. */
export const RECENT_CHANGES = ['booked', 'rescheduled', 'venue-changed'] as const;
type RecentChangeEvent = (typeof RECENT_CHANGES)[number];

export interface RecentChange {
  readonly event: OrOther<RecentChangeEvent>;
  readonly at: Instant;
}

export interface SentNotice {
  /** What it was about: one cause is one mail. Empty for notices from before causes were kept. */
  readonly cause: string;
  readonly kind: OrOther<NoticeKind>;
  readonly to: Role;
  readonly at: Instant;
}

/** Somebody who was booked here and is no longer. */
export interface FormerGuest extends Person {
  readonly leftAt: Instant;
  /** When their calendar last got the CANCEL once more. */
  readonly cancelledAgainAt: Instant | null;
}

export const uncreated: UncreatedRoom = { status: 'uncreated' };

export const guestOf = (room: ExistingRoom): Participant | null => (room.status === 'open' ? null : room.guest);

export const participantOf = (room: ExistingRoom, role: Role): Participant | null => (role === 'host' ? room.host : guestOf(room));
