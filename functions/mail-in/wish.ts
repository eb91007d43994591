import type { InboundItip, ProposalFault, ProposedTime } from '../../shared/itip/inbound-itip.ts';
import type { Command, ConfirmableReply } from '../../shared/room/command.ts';
import type { ProposalId } from '../../shared/room/proposal.ts';
import type { ReplyOrder } from '../../shared/room/room.ts';
import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
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

export function wishIn(itip: InboundItip, { attendee }: Speaker, receivedAt: Instant): Wish {
  if (itip.method === 'REFRESH') return { type: 'invitation-again' };
  const order = orderOf(itip, receivedAt);
  const proposed = itip.method === 'COUNTER' ? itip.proposed : attendee?.proposed;
  if (proposed) return newTime(proposed, order, itip.prodid);
  const partstat = attendee?.partstat;
  return partstat ? { type: 'answer', reply: { type: 'reply', partstat, ...order } } : { type: 'nothing' };
}

const DAY = 86_400_000;

/**
 * The message's place among the attendee's own (RFC 5546 2.1.5). A DTSTAMP that is missing, or that no time zone can
 * explain, gives way to the time of receipt: one clock that is years ahead must not silence all later answers.
 */
function orderOf({ sequence, dtstamp }: InboundItip, receivedAt: Instant): ReplyOrder {
  const isCredible = dtstamp !== null && millisOf(dtstamp) <= millisOf(receivedAt) + DAY;
  return { sequence, dtstamp: isCredible ? dtstamp : instantAt(Math.floor(millisOf(receivedAt) / 1000) * 1000) };
}

// Others show DECLINECOUNTER as raw text or not at all: they get the current invitation again instead.
const UNDERSTANDS_DECLINECOUNTER = /mozilla|thunderbird|zimbra|k desktop|kde|korganizer|horde|bluemind/i;

function newTime(proposed: ProposedTime, order: ReplyOrder, prodid: string): Wish {
  if ('fault' in proposed) return { type: 'impossible-time', fault: proposed.fault };
  const { startUtc, durationMinutes, originalStartUtc } = proposed;
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
