import { millisOf, type Instant } from '../time/instant.ts';
import type { LastReply, ReplyOrder } from './attendee-reply.ts';
import type { ExistingRoom, Participant } from './room.ts';

/*
 * Which of two messages of one attendee is the newer word (RFC 5546 2.1.5): SEQUENCE first, then DTSTAMP, then when SES
 * received them. Calendar programs copy the invitation's DTSTAMP, or keep one over several answers. So the same DTSTAMP
 * says nothing about two different answers, and neither does one that is not later than our last mail.
 */

// DTSTAMP counts whole seconds.
const STAMP_MILLIS = 1_000;

/** The message's place among those of this attendee, as far as what it says of itself can be believed. */
export function orderIn(room: ExistingRoom, attendee: Participant, order: ReplyOrder, at: Instant): ReplyOrder {
  const receivedAt = order.receivedAt ?? at;
  // A mail that left after this message came cannot have been copied. So the same message again is judged as it was before.
  const { lastMailedAt } = attendee;
  const wasMailed = lastMailedAt !== null && millisOf(lastMailedAt) + STAMP_MILLIS <= millisOf(receivedAt);
  const isCopied = order.dtstamp !== null && wasMailed && order.dtstamp <= lastMailedAt;
  return {
    // A SEQUENCE above ours cannot be: the program counts for itself.
    sequence: Math.min(order.sequence, room.sequence),
    dtstamp: isCopied ? null : order.dtstamp,
    receivedAt,
  };
}

/** The message answers a time that was replaced by a newer one, about which this attendee has mail. */
export const isStale = (order: ReplyOrder, attendee: Participant): boolean => order.sequence < (attendee.lastMajorSequence ?? 0);

/** `repeated`: the same answer from the same place, which is perhaps the last message itself. */
export type Newness = 'newer' | 'repeated' | 'older';

export function compareWithLast(message: LastReply, { lastReply: last, partstat }: Participant): Newness {
  if (last === null) return 'newer';
  if (message.sequence !== last.sequence) return message.sequence > last.sequence ? 'newer' : 'older';
  const isSameStamp = message.dtstamp === last.dtstamp;
  if (!isSameStamp && message.dtstamp !== null && last.dtstamp !== null) return message.dtstamp > last.dtstamp ? 'newer' : 'older';
  // Rows from before the answer was kept: what the attendee answered last is the answer that counts for them.
  const isSameAnswer = message.answer === (last.answer ?? partstat);
  if (isSameStamp && message.dtstamp !== null && isSameAnswer) return 'repeated';
  return compareArrivals(message.receivedAt ?? null, last.receivedAt ?? null, isSameStamp && isSameAnswer);
}

function compareArrivals(arrival: Instant | null, last: Instant | null, isSame: boolean): Newness {
  if (arrival === last) return isSame ? 'repeated' : 'newer';
  // Where one arrival is not known, the message that is decided now has arrived later.
  return arrival === null || last === null || millisOf(arrival) > millisOf(last) ? 'newer' : 'older';
}
