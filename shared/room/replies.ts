import { roleOf } from './actor.ts';
import { cleanNote } from '../words/note.ts';
import { otherRole, type Role } from '../words/roles.ts';
import { callOff, dropOut } from './booking.ts';
import { recordHistory, withNextStamp, withParticipant } from './changes.ts';
import type { Reply } from './command.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import { cancelAgain, cancelForFormerGuest, formerGuestOf } from './former-guests.ts';
import { noticeMail } from './compose-owed-mail.ts';
import { addNotice, isOverNoticeLimit } from './notice-limits.ts';
import { resentTo } from './notify.ts';
import { statusAt } from './proposal.ts';
import { compareWithLast, isStale, orderIn } from './reply-order.ts';
import type { LastReply } from './attendee-reply.ts';
import { participantOf, type BookedRoom, type CancelledRoom, type ExistingRoom, type OpenRoom, type Participant } from './room.ts';
import { plusMinutes, type Instant } from '../time/instant.ts';

/** A REPLY of someone whose identity is proven (RFC 5546 3.2.3), in the attendee's own order of messages. */
export function reply(room: ExistingRoom, command: Reply): Decision {
  const { by, at, seed, partstat, order } = command;
  const receivedAt = order.receivedAt ?? null;
  const former = formerGuestOf(room, by);
  // The CANCEL that answers it has not left yet.
  if (former && room.undo?.guest?.sub === former.sub) return unchanged;
  if (former) return partstat === 'DECLINED' ? unchanged : cancelForFormerGuest(room, former, { at, seed, receivedAt });
  const role = roleOf(room, by);
  const attendee = role && participantOf(room, role);
  if (role === null || attendee === null || attendee.lastMajorSequence === null) return refuse('not-participant');
  if (room.status === 'cancelled' && room.undo !== null) return answerBeforeMail(room, role, attendee, command);
  if (room.status === 'cancelled') return partstat === 'DECLINED' ? unchanged : cancelAgain(room, role, { at, seed, receivedAt });

  const message: LastReply = { ...orderIn(room, attendee, order, at), answer: partstat };
  if (isStale(message, attendee)) return resentTo(room, role, at, seed, `stale-${message.sequence}`);
  const newness = compareWithLast(message, attendee);
  if (newness === 'repeated') return unchanged;
  if (newness === 'older') return correctOlder(room, role, message, { at, seed });
  return answerAnew(room, role, message, command);
}

/**
 * The session was cancelled a moment ago, and the mail that says so has not left: it is the answer to a yes. In case that the session
 * is taken back, the answer is kept. A no is a reason not to take it back.
 */
function answerBeforeMail(room: CancelledRoom, role: Role, attendee: Participant, { partstat, order, at, note = '' }: Reply): Decision {
  const message: LastReply = { ...orderIn(room, attendee, order, at), answer: partstat };
  if (isStale(message, attendee) || compareWithLast(message, attendee) !== 'newer') return unchanged;
  const next = answeredAs(withLastReply(room, role, message), role, partstat);
  const noted = recordHistory(next, at, EVENT_OF[partstat], role, { note: cleanNote(note) });
  return change(partstat === 'DECLINED' ? { ...noted, undo: null } : noted);
}

const EVENT_OF = { ACCEPTED: 'accepted', TENTATIVE: 'tentative', DECLINED: 'declined' } as const;

/** An older word that differs from the newest one: its sender gets the invitation as it stands, with the answer that counts. */
export function correctOlder(
  room: OpenRoom | BookedRoom,
  role: Role,
  { answer, receivedAt }: LastReply,
  { at, seed }: { readonly at: Instant; readonly seed: string },
): Decision {
  const attendee = participantOf(room, role);
  const last = attendee?.lastReply?.answer ?? attendee?.partstat;
  return answer === last ? unchanged : resentTo(room, role, at, seed, `older-${receivedAt ?? ''}`);
}

function answerAnew(room: OpenRoom | BookedRoom, role: Role, message: LastReply, command: Reply): Decision {
  const { partstat, at, seed } = command;
  const note = newNote(room, role, command);
  const next = withdrawnBy(role, partstat, withLastReply(room, role, message), at);
  if (partstat !== 'DECLINED') return passOn(answered(next, role, { partstat, note, at }), role, { note, at, seed });
  if (role === 'host') return callOff(answeredAs(next, role, partstat), 'declined', 'host', at, seed, note);
  return next.status === 'booked' ? dropOut(next, 'declined', at, seed, note) : refuse('not-participant');
}

/** The room with this message as the attendee's newest. */
export const withLastReply = <R extends ExistingRoom>(room: R, role: Role, lastReply: LastReply): R =>
  withParticipant(room, role, (participant) => ({ ...participant, lastReply }));

/** What was written beside the answer. Programs send a comment again with each answer: then it is not new. */
function newNote({ history }: ExistingRoom, role: Role, { note: written = '' }: Reply): string {
  const note = cleanNote(written);
  return history.findLast((entry) => entry.by === role && entry.note !== '')?.note === note ? '' : note;
}

interface Yes {
  readonly partstat: 'ACCEPTED' | 'TENTATIVE';
  readonly note: string;
  readonly at: Instant;
}

function answered(room: OpenRoom | BookedRoom, role: Role, { partstat, note, at }: Yes): OpenRoom | BookedRoom {
  if (participantOf(room, role)?.partstat === partstat && note === '') return { ...room, updatedAt: at };
  const event = EVENT_OF[partstat];
  // An attendee who goes to and fro has one line for each answer and day, or the history would hold nothing else.
  const history = room.history.filter(
    (entry) => entry.event !== event || entry.by !== role || entry.note !== '' || entry.at <= dayBefore(at),
  );
  return recordHistory(answeredAs({ ...room, history }, role, partstat), at, event, role, { note });
}

/** A yes or a maybe owes no mail. What was written beside it does, because the other party may not look at the timeline. */
function passOn(room: OpenRoom | BookedRoom, role: Role, { note, at, seed }: Omit<Yes, 'partstat'> & { readonly seed: string }): Decision {
  const to = otherRole(role);
  if (note === '' || room.status !== 'booked' || isOverNoticeLimit(room, 'note-received', to, at)) return change(room);
  const cause = `note-${at}`;
  const told = withNextStamp({ ...room, notices: addNotice(room, { kind: 'note-received', to, at, cause }) }, at);
  return change(told, [noticeMail('note-received', told, to, seed, { cause, note })]);
}

const answeredAs = <R extends ExistingRoom>(room: R, role: Role, partstat: Participant['partstat']): R =>
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

const dayBefore = (at: Instant): Instant => plusMinutes(at, -24 * 60);
