import type { EmailAddress } from '../words/email-address.ts';
import type { Uid } from '../words/ids.ts';
import type { PartStat } from '../words/itip.ts';
import type { Instant } from '../time/instant.ts';
import type { TimeFault } from '../words/inbound-reasons.ts';

/** What an attendee's calendar said to the organizer (RFC 5546 3.2.3, 3.2.6, 3.2.7). */
export type InboundItip = InboundReply | InboundCounter | InboundRefresh;

interface Said {
  readonly uid: Uid;
  /** Null: absent, empty or not a number. Real values exceed 2^31. */
  readonly sequence: number | null;
  /** DTSTART; null when it is missing or no instant. */
  readonly startUtc: Instant | null;
  readonly dtstamp: Instant | null;
  readonly attendees: readonly InboundAttendee[];
  readonly prodid: string;
  /** COMMENT (RFC 5545 3.8.1.4): what the person wrote beside the answer, as the program sent it; empty if nothing. */
  readonly comment: string;
}

interface InboundReply extends Said {
  readonly method: 'REPLY';
}

interface InboundCounter extends Said {
  readonly method: 'COUNTER';
  readonly proposed: ProposedTime;
}

interface InboundRefresh extends Said {
  readonly method: 'REFRESH';
}

export interface InboundAttendee {
  /** Null: written in a way that is no mailbox. */
  readonly email: EmailAddress | null;
  /** Null: an answer that means nothing here (none, DELEGATED, or unknown). */
  readonly partstat: Exclude<PartStat, 'NEEDS-ACTION'> | null;
  /** Somebody else answered for this attendee, or this attendee for somebody else (SENT-BY, DELEGATED-TO, DELEGATED-FROM). */
  readonly isIndirect: boolean;
  /** Apple puts a new time into a parameter of the reply's ATTENDEE. */
  readonly proposed: ProposedTime | null;
}

/** Only start and end: everything else in a COUNTER may hold somebody's address. */
export type ProposedTime =
  | {
      readonly startUtc: Instant;
      /** Null: no end was given, so the length stays. */
      readonly durationMinutes: number | null;
      /** The time that it answers, where the client says so; null if unknown. */
      readonly originalStartUtc: Instant | null;
    }
  | { readonly fault: TimeFault };
