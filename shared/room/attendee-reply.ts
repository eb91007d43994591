import type { EmailAddress } from '../words/email-address.ts';
import type { PartStat } from '../words/itip.ts';
import type { Instant } from '../time/instant.ts';

/** Where a message stands among those of its attendee. */
export interface ReplyOrder {
  readonly sequence: number;
  /** Null: the message names none that says something. */
  readonly dtstamp: Instant | null;
  /** When SES received the message, in milliseconds. Null or left out: not known. */
  readonly receivedAt?: Instant | null;
}

export interface LastReply extends ReplyOrder {
  /** A PARTSTAT, or the new time that a COUNTER asked for. Null: from before it was kept. */
  readonly answer: string | null;
}

/** What an unproven message asked for; the invited address confirms it by a link. */
export type ConfirmableReply =
  | (Unproven & { readonly type: 'reply'; readonly partstat: Exclude<PartStat, 'NEEDS-ACTION'> })
  | (Unproven & { readonly type: 'propose'; readonly startUtc: Instant; readonly durationMinutes: number | null });

interface Unproven extends ReplyOrder {
  /** Addresses that answer for the invited person from now on, if they say that the message was theirs. */
  readonly remember?: readonly EmailAddress[];
  /** What was written beside the answer, cleaned. */
  readonly note?: string;
  /** The message may be of either person of the room, and both are asked. So neither reads what it says. */
  readonly mayBeEither?: boolean;
}
