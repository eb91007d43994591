import type { EmailAddress } from '../email-address.ts';
import type { PartStat } from '../itip/itip.ts';
import type { Notice } from '../room/command.ts';
import type { ProposalId } from '../room/proposal.ts';
import type { DurationMinutes, Role, RoomId, Uid } from '../room/room.ts';
import type { Instant } from '../time/instant.ts';

/**
 * Mail that a decision owes. It carries everything its text needs, because the room may have moved on by the time it is
 * composed, and nothing about the other party but a first name and a time zone.
 */
export type OwedMail = CalendarMail | NoticeMail;

interface Envelope {
  readonly to: Recipient;
  /** The other party; null when nobody is booked. */
  readonly other: { readonly firstName: string; readonly timeZone: string } | null;
  readonly roomId: RoomId;
  readonly uid: Uid;
  /** SEQUENCE on the wire (calendar mail), or of the room when the notice was decided. */
  readonly sequence: number;
  /** DTSTAMP: when the decision was made. Everything in the message that varies derives from this and `seed`. */
  readonly stamp: Instant;
  readonly seed: string;
  /** The room's time when the mail was decided. */
  readonly when: When;
}

export interface Recipient {
  readonly role: Role;
  readonly email: EmailAddress;
  readonly name: string;
  readonly timeZone: string;
}

export interface When {
  readonly startUtc: Instant;
  readonly durationMinutes: DurationMinutes;
}

/** Mail that changes the recipient's calendar: named by what the recipient learns; the method follows from it. */
export interface CalendarMail extends Envelope {
  readonly kind: 'invitation' | 'moved' | 'guest-left' | 'current' | 'cancelled' | 'unbooked' | 'counter-declined';
  /** The time before the move (`moved`). */
  readonly previous: When | null;
  readonly partstat: PartStat;
  readonly createdAt: Instant;
  /**
   * Part of the idempotency key when a mail is sent again at the same SEQUENCE on purpose (answer to REFRESH, to a stale
   * reply, to a declined COUNTER); null for the one mail that each (uid, sequence, attendee, method) has.
   */
  readonly cause: string | null;
}

/** Mail without a calendar part. */
export interface NoticeMail extends Envelope {
  readonly kind: NoticeKind;
  readonly proposal: OwedProposal | null;
  readonly notice: Notice | null;
  /** The proposal's id or whatever the notice is about: part of the idempotency key. */
  readonly cause: string;
}

export type NoticeKind = 'proposal-received' | 'proposal-sent' | 'proposal-declined' | Notice['kind'];

export interface OwedProposal extends When {
  readonly id: ProposalId;
  readonly note: string;
  readonly expiresAt: Instant;
}

const CALENDAR_KINDS: ReadonlySet<string> = new Set<CalendarMail['kind']>([
  'invitation',
  'moved',
  'guest-left',
  'current',
  'cancelled',
  'unbooked',
  'counter-declined',
]);

export const isCalendarMail = (mail: OwedMail): mail is CalendarMail => CALENDAR_KINDS.has(mail.kind);
