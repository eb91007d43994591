import type { TimeFault } from '../../shared/words/inbound-reasons.ts';
import type { InboundItip, ProposedTime } from '../../shared/itip/inbound-itip.ts';
import type { ConfirmableReply, ReplyOrder } from '../../shared/room/attendee-reply.ts';
import type { Command } from '../../shared/room/command.ts';
import type { ProposalId } from '../../shared/words/ids.ts';
import { noteOfComment } from '../../shared/words/note.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import { earliest, instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import type { Respondent } from './find-attendee.ts';

/** What a calendar message asks of the room. */
export type RequestedChange =
  | { readonly type: 'answer'; readonly reply: Extract<ConfirmableReply, { type: 'reply' }> }
  | {
      readonly type: 'new-time';
      readonly reply: Extract<ConfirmableReply, { type: 'propose' }>;
      readonly originalStartUtc: Instant | null;
      readonly understandsDeclineCounter: boolean;
    }
  | { readonly type: 'invitation-again' }
  | { readonly type: 'impossible-time'; readonly fault: TimeFault }
  | { readonly type: 'nothing' };

export function readRequestedChange(itip: InboundItip, { attendee }: Respondent, room: ExistingRoom, receivedAt: Instant): RequestedChange {
  if (itip.method === 'REFRESH') return { type: 'invitation-again' };
  const note = noteOfComment(itip.comment);
  const order = { sequence: sequenceOf(itip, room), dtstamp: stampOf(itip, receivedAt), receivedAt, ...(note !== '' && { note }) };
  const proposed = itip.method === 'COUNTER' ? itip.proposed : attendee?.proposed;
  if (proposed) return readNewTime(proposed, order, itip.prodid);
  const partstat = attendee?.partstat;
  return partstat ? { type: 'answer', reply: { type: 'reply', partstat, ...order } } : { type: 'nothing' };
}

/*
 * The message's place among the attendee's own (RFC 5546 2.1.5).
 */

/** No message was written after it came: a clock that is ahead, by minutes or by years, must not silence all later answers. */
const stampOf = ({ dtstamp }: InboundItip, receivedAt: Instant): Instant | null => dtstamp && earliest(receivedAt, dtstamp);

/** Exchange leaves SEQUENCE out, which counts as 0; but an answer to the very time that the session now has is an answer to the present invitation. */
function sequenceOf(itip: InboundItip, { sequence, startUtc }: ExistingRoom): number {
  return itip.sequence ?? (answeredStart(itip) === startUtc ? sequence : 0);
}

function answeredStart(itip: InboundItip): Instant | null {
  if (itip.method !== 'COUNTER') return itip.startUtc;
  return 'fault' in itip.proposed ? null : itip.proposed.originalStartUtc;
}

// Other programs show DECLINECOUNTER as raw text or not at all: they get the current invitation again instead.
const UNDERSTANDS_DECLINECOUNTER = /mozilla|thunderbird|zimbra|k desktop|kde|korganizer|horde|bluemind/i;

const MINUTE = 60_000;

function readNewTime(proposed: ProposedTime, order: ReplyOrder & { readonly note?: string }, prodid: string): RequestedChange {
  if ('fault' in proposed) return { type: 'impossible-time', fault: proposed.fault };
  const { durationMinutes, originalStartUtc } = proposed;
  // People are shown minutes.
  const startUtc = instantAt(Math.floor(millisOf(proposed.startUtc) / MINUTE) * MINUTE);
  return {
    type: 'new-time',
    reply: { type: 'propose', startUtc, durationMinutes, ...order },
    originalStartUtc,
    understandsDeclineCounter: UNDERSTANDS_DECLINECOUNTER.test(prodid),
  };
}

/** The change as a command of the invited person. `asked` brings time and chance; `id` makes the same mail the same proposal. */
export function commandFor(
  requested: Extract<RequestedChange, { type: 'answer' | 'new-time' | 'invitation-again' }>,
  { role, email }: Respondent,
  asked: { readonly at: Instant; readonly seed: string },
  id: ProposalId,
): Command {
  const by = { role, email };
  switch (requested.type) {
    case 'answer':
      return {
        type: 'reply',
        ...asked,
        by,
        partstat: requested.reply.partstat,
        order: orderOf(requested.reply),
        note: requested.reply.note ?? '',
      };
    case 'invitation-again':
      return { type: 'resend', ...asked, by };
    case 'new-time': {
      const { startUtc, durationMinutes, note = '' } = requested.reply;
      const { originalStartUtc, understandsDeclineCounter } = requested;
      const counter = { ...orderOf(requested.reply), originalStartUtc, understandsDeclineCounter };
      return { type: 'propose', ...asked, id, by, startUtc, durationMinutes, note, via: 'counter', counter };
    }
  }
}

const orderOf = ({ sequence, dtstamp, receivedAt }: ReplyOrder): ReplyOrder => ({ sequence, dtstamp, receivedAt });
