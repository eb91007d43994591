import type { InboundItip, ProposalFault, ProposedTime } from '../../shared/itip/inbound-itip.ts';
import type { Command, ConfirmableReply } from '../../shared/room/command.ts';
import type { ProposalId } from '../../shared/words/ids.ts';
import type { ExistingRoom, ReplyOrder } from '../../shared/room/room.ts';
import { earliest, instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import type { Speaker } from './speaker.ts';

/** What an attendee asks of the room. */
export type Wish =
  | { readonly type: 'answer'; readonly reply: Extract<ConfirmableReply, { type: 'reply' }> }
  | {
      readonly type: 'new-time';
      readonly reply: Extract<ConfirmableReply, { type: 'propose' }>;
      readonly originalStartUtc: Instant | null;
      readonly understandsDeclineCounter: boolean;
    }
  | { readonly type: 'invitation-again' }
  | { readonly type: 'impossible-time'; readonly fault: ProposalFault }
  | { readonly type: 'nothing' };

export function wishIn(itip: InboundItip, { attendee }: Speaker, room: ExistingRoom, receivedAt: Instant): Wish {
  if (itip.method === 'REFRESH') return { type: 'invitation-again' };
  const order = { sequence: sequenceOf(itip, room), dtstamp: stampOf(itip, receivedAt) };
  const proposed = itip.method === 'COUNTER' ? itip.proposed : attendee?.proposed;
  if (proposed) return newTime(proposed, order, itip.prodid);
  const partstat = attendee?.partstat;
  return partstat ? { type: 'answer', reply: { type: 'reply', partstat, ...order } } : { type: 'nothing' };
}

/*
 * The message's place among the attendee's own (RFC 5546 2.1.5).
 */

/** No message was written after it came: a clock that is ahead, by minutes or by years, must not silence all later answers. */
const stampOf = ({ dtstamp }: InboundItip, receivedAt: Instant): Instant => earliest(receivedAt, dtstamp ?? receivedAt);

/** Exchange leaves SEQUENCE out, which counts as 0; but an answer to the very time that the session now has is an answer to the present invitation. */
function sequenceOf(itip: InboundItip, { sequence, startUtc }: ExistingRoom): number {
  return itip.sequence ?? (answeredStart(itip) === startUtc ? sequence : 0);
}

function answeredStart(itip: InboundItip): Instant | null {
  if (itip.method !== 'COUNTER') return itip.startUtc;
  return 'fault' in itip.proposed ? null : itip.proposed.originalStartUtc;
}

// Others show DECLINECOUNTER as raw text or not at all: they get the current invitation again instead.
const UNDERSTANDS_DECLINECOUNTER = /mozilla|thunderbird|zimbra|k desktop|kde|korganizer|horde|bluemind/i;

const MINUTE = 60_000;

function newTime(proposed: ProposedTime, order: ReplyOrder, prodid: string): Wish {
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

/** The wish as a command of its speaker. `asked` brings time and chance; `id` makes the same mail the same proposal. */
export function commandOf(
  wish: Extract<Wish, { type: 'answer' | 'new-time' | 'invitation-again' }>,
  { role, participant }: Speaker,
  asked: { readonly at: Instant; readonly seed: string },
  id: ProposalId,
): Command {
  const by = { role, email: participant.email };
  switch (wish.type) {
    case 'answer':
      return { type: 'reply', ...asked, by, partstat: wish.reply.partstat, order: placeOf(wish.reply) };
    case 'invitation-again':
      return { type: 'resend', ...asked, by };
    case 'new-time': {
      const { startUtc, durationMinutes } = wish.reply;
      const { originalStartUtc, understandsDeclineCounter } = wish;
      const counter = { ...placeOf(wish.reply), originalStartUtc, understandsDeclineCounter };
      // No note: comments and descriptions of calendars quote addresses, and the other party must never see one.
      return { type: 'propose', ...asked, id, by, startUtc, durationMinutes, note: '', via: 'counter', counter };
    }
  }
}

const placeOf = ({ sequence, dtstamp }: ReplyOrder): ReplyOrder => ({ sequence, dtstamp });
