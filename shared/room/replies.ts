import { roleOf } from './actor.ts';
import type { Role } from '../words/roles.ts';
import { callOff, dropOut } from './booking.ts';
import { recordHistory, withParticipant } from './changes.ts';
import type { Reply } from './command.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import { resentTo } from './notify.ts';
import { statusAt } from './proposal.ts';
import { participantOf, type BookedRoom, type ExistingRoom, type OpenRoom, type Participant, type ReplyOrder } from './room.ts';
import type { Instant } from '../time/instant.ts';

/** A REPLY of someone whose identity is proven (RFC 5546 3.2.3), obeyed in the attendee's own order of messages. */
export function reply(room: ExistingRoom, { by, at, seed, partstat, order }: Reply): Decision {
  const role = roleOf(room, by);
  const attendee = role && participantOf(room, role);
  if (role === null || attendee === null || attendee.lastMajorSequence === null) return refuse('not-participant');
  const place = placed(order, room);
  if (room.status === 'cancelled') return isNewer(place, attendee.lastReply) ? refuse('room-cancelled') : unchanged;
  if (isStale(place, attendee)) return resentTo(room, role, at, seed, `stale-${place.sequence}`);
  if (!isNewer(place, attendee.lastReply)) return unchanged;

  const heard = withdrawnBy(role, partstat, inOrder(room, role, place), at);
  const isKnown = attendee.partstat === partstat && isSame(place, attendee.lastReply) && heard.proposals === room.proposals;
  if (partstat !== 'DECLINED') return isKnown ? unchanged : change(answered(heard, role, partstat, at));
  if (role === 'host') return callOff(answeredAs(heard, role, partstat), 'declined', 'host', at, seed);
  return heard.status === 'booked' ? dropOut(heard, 'declined', at, seed) : refuse('not-participant');
}

/** A SEQUENCE above ours cannot be: the client counts for itself. It is taken as the current one. */
export const placed = (order: ReplyOrder, room: ExistingRoom): ReplyOrder => ({
  sequence: Math.min(order.sequence, room.sequence),
  dtstamp: order.dtstamp,
});

/** The message answers a time that this attendee has meanwhile been told is no more. */
export const isStale = (order: ReplyOrder, attendee: Participant): boolean => order.sequence < (attendee.lastMajorSequence ?? 0);

/** RFC 5546 2.1.5, per attendee. Without two DTSTAMPs to compare, the order of arrival decides. */
export function isNewer(order: ReplyOrder, last: ReplyOrder | null): boolean {
  if (last === null) return true;
  if (order.sequence !== last.sequence) return order.sequence > last.sequence;
  return order.dtstamp === null || last.dtstamp === null || order.dtstamp > last.dtstamp;
}

/** The very place of the last message: without a DTSTAMP, perhaps the last message itself. */
export const isSame = (order: ReplyOrder, last: ReplyOrder | null): boolean =>
  last !== null && order.sequence === last.sequence && order.dtstamp === last.dtstamp;

/** The room with this message as the attendee's newest. */
export function inOrder<R extends OpenRoom | BookedRoom>(room: R, role: Role, lastReply: ReplyOrder): R {
  return withParticipant(room, role, (participant) => ({ ...participant, lastReply }));
}

function answered(room: OpenRoom | BookedRoom, role: Role, partstat: 'ACCEPTED' | 'TENTATIVE', at: Instant): OpenRoom | BookedRoom {
  if (participantOf(room, role)?.partstat === partstat) return { ...room, updatedAt: at };
  return recordHistory(answeredAs(room, role, partstat), at, partstat === 'ACCEPTED' ? 'accepted' : 'tentative', role);
}

const answeredAs = <R extends OpenRoom | BookedRoom>(room: R, role: Role, partstat: Participant['partstat']): R =>
  withParticipant(room, role, (participant) => ({ ...participant, partstat }));

/** A plain yes or no after one's own COUNTER takes the counter back. */
function withdrawnBy<R extends OpenRoom | BookedRoom>(role: Role, partstat: Reply['partstat'], room: R, at: Instant): R {
  const isTakenBack = (proposal: (typeof room.proposals)[number]) =>
    partstat !== 'TENTATIVE' && proposal.by === role && proposal.via === 'counter' && statusAt(proposal, at) === 'pending';
  if (!room.proposals.some(isTakenBack)) return room;
  const proposals = room.proposals.map((proposal) =>
    isTakenBack(proposal) ? { ...proposal, status: 'withdrawn' as const, decisionAt: at } : proposal,
  );
  return recordHistory({ ...room, proposals }, at, 'proposal-withdrawn', role);
}
