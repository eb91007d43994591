import { ANSWERED_WITHIN_HOURS } from '../words/afterwards-words.ts';
import type { EmailAddress } from '../words/email-address.ts';
import type { PartStat } from '../words/itip.ts';
import type { Language } from '../words/languages.ts';
import type { OwedNotice } from './notice.ts';
import type { ProposalId, RoomId, Uid } from '../words/ids.ts';
import type { Role } from '../words/roles.ts';
import type { VenueUrl } from '../words/venue-url.ts';
import { plusMinutes, type Instant } from '../time/instant.ts';
import { endOf, type TimeSlot } from '../time/time-slot.ts';
import type { Practice } from '../words/practice.ts';
import { CALENDAR_MAIL_KINDS, type CalendarMailKind, type NoticeKind } from '../words/mail-kinds.ts';

/**
 * Mail that a decision owes. It carries everything its text needs, because the room may have moved on by the time it is
 * composed, and nothing about the other party but a first name and a time zone.
 */
export type OwedMail = CalendarMail | NoticeMail;

/** Of the shape below. 2: the idempotency key is keyed; before it, a plain digest. */
export const OWED_MAIL_VERSION = 2;

interface Envelope {
  /** Of the shape in which it was decided: it may wait across a deployment. */
  readonly version: number;
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
  /** What the other party wrote with what this mail tells; empty if nothing. */
  readonly note: string;
  /** The recipient has another session at the time that this mail tells. */
  readonly isBusy: boolean;
  /** It leaves then at the earliest; null: at once. A calendar mail that waits keeps back what is behind it. */
  readonly notBefore: Instant | null;
  /** The room's time when the mail was decided. */
  readonly when: TimeSlot;
  /** What is practised. */
  readonly practice: Practice;
  /** Where the two meet; null when nobody is booked. */
  readonly venue: OwedVenue | null;
}

/** What the address of a venue is made of. */
export interface OwedVenue {
  /** The host's own link; null: one that is made from the operator's template. */
  readonly own: VenueUrl | null;
  /** When the guest booked: each booking has a link of its own. */
  readonly bookedAt: Instant;
}

export interface Recipient {
  readonly role: Role;
  readonly email: EmailAddress;
  readonly name: string;
  readonly timeZone: string;
  /** In which the mail is written, whatever the other party reads. */
  readonly language: Language;
}

export interface CalendarMail extends Envelope {
  readonly kind: CalendarMailKind;
  /** The time before the move (`moved`). */
  readonly previous: TimeSlot | null;
  readonly partstat: PartStat;
  readonly createdAt: Instant;
  /**
   * Part of the idempotency key when a mail is sent again at the same SEQUENCE on purpose (answer to REFRESH, to a stale
   * reply, to a declined COUNTER); null for the one mail that each (uid, sequence, attendee, method) has.
   */
  readonly cause: string | null;
  /** Who ended the session (`cancelled`); null: the host, as in mail from before it was kept. */
  readonly cancelledBy: Role | null;
  /** Whose doing the new time is (`moved`); null in mail from before it was kept. */
  readonly movedBy: Mover | null;
  /** Who put the session back (`restored`). */
  readonly restoredBy: Role | null;
  /** It answers a decline of the recipient, who can put the session back until then; null: nothing can be put back. */
  readonly restorableUntil: Instant | null;
}

/** Somebody moved the session, or approved what the other party had suggested. */
export interface Mover {
  readonly role: Role;
  readonly isApproval: boolean;
}

/** Mail without a calendar part. */
export interface NoticeMail extends Envelope {
  readonly kind: NoticeKind;
  readonly proposal: OwedProposal | null;
  readonly notice: OwedNotice | null;
  /** The proposal's id or whatever the notice is about: part of the idempotency key. */
  readonly cause: string;
}

export interface OwedProposal extends TimeSlot {
  readonly id: ProposalId;
  /** The other times, where several were suggested. */
  readonly alternatives?: readonly TimeSlot[];
  readonly note: string;
  readonly expiresAt: Instant;
}

const CALENDAR_KINDS: ReadonlySet<string> = new Set(CALENDAR_MAIL_KINDS);

export const isCalendarMail = (mail: OwedMail): mail is CalendarMail => CALENDAR_KINDS.has(mail.kind);

/** iTIP CANCEL, of the whole session or for its recipient alone. */
export const isCancellation = ({ kind }: OwedMail): boolean => kind === 'cancelled' || kind === 'unbooked';

const CANCELLATION_MINUTES = 24 * 60;

/** Mail about how a session went. */
export const isAfterwards = ({ kind }: OwedMail): boolean => kind === 'afterwards' || kind === 'afterwards-answer';

/**
 * Until when a mail means something: the end of its session. A CANCEL clears a calendar, which is worth a day more. How a session
 * went can be said for some days.
 */
export function meaningfulUntil(mail: OwedMail): Instant {
  const later = isCancellation(mail) ? CANCELLATION_MINUTES : isAfterwards(mail) ? ANSWERED_WITHIN_HOURS * 60 : 0;
  return plusMinutes(endOf(mail.when), later);
}
