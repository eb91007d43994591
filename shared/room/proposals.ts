import { horizonAt } from '../time/horizon.ts';
import { earliest, instantAt, isSameMinute, millisOf, plusMinutes, type Instant } from '../time/instant.ts';
import { type Role, otherRole } from '../words/roles.ts';
import { isSameSlot, type TimeSlot } from '../time/time-slot.ts';
import { isDuration } from '../words/durations.ts';
import type { ProposalId } from '../words/ids.ts';
import { roleOf } from './actor.ts';
import { moveRoom } from './booking.ts';
import { recordHistory, withNextStamp, supersedePending } from './changes.ts';
import type { Approve, DeclineProposal, Propose } from './command.ts';
import type { Refusal } from '../words/refusals.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import { cancelAgain, cancelForFormerGuest, formerGuestOf } from './former-guests.ts';
import { resentTo } from './notify.ts';
import { calendarMail, noticeMail, type Stamped } from './compose-owed-mail.ts';
import { cleanNote } from '../words/note.ts';
import { PROPOSED_SLOTS_LIMIT } from '../words/proposal-words.ts';
import { OTHER } from '../words/other.ts';
import { hasSameSlots, slotsOf, statusAt, type Proposal, type ProposedSlot } from './proposal.ts';
import { correctOlder, withLastReply } from './replies.ts';
import { compareWithLast, isStale, orderIn } from './reply-order.ts';
import type { LastReply } from './attendee-reply.ts';
import type { BookedRoom, ExistingRoom, Room } from './room.ts';

const PROPOSALS_LIMIT = 20;
const PROPOSALS_PER_DAY = 5;
const OPEN_FOR_MINUTES = 72 * 60;

export function propose(room: ExistingRoom, command: Propose): Decision {
  const { by, at, seed, counter } = command;
  const receivedAt = counter?.receivedAt ?? null;
  const former = counter === null ? undefined : formerGuestOf(room, by);
  if (former) return cancelForFormerGuest(room, former, { at, seed, receivedAt });
  const role = roleOf(room, by);
  if (role === null) return refuse('not-participant');
  if (room.status === 'cancelled') return counter === null ? refuse('room-cancelled') : cancelAgain(room, role, { at, seed, receivedAt });
  if (room.status === 'open') return refuse('room-not-booked');
  return counter === null ? suggest(room, role, command) : counterPropose(room, role, { ...command, counter });
}

/** COUNTER (RFC 5546 3.2.7): has its place among the attendee's replies, and may answer a time that is no more. */
function counterPropose(room: BookedRoom, role: Role, command: Propose & { readonly counter: NonNullable<Propose['counter']> }): Decision {
  const { counter, at, seed } = command;
  const attendee = role === 'host' ? room.host : room.guest;
  const message: LastReply = { ...orderIn(room, attendee, counter, at), answer: answerOf(command) };
  const answersAnotherTime = counter.originalStartUtc !== null && counter.originalStartUtc !== room.startUtc;
  if (isStale(message, attendee) || answersAnotherTime) return resentTo(room, role, at, seed, `stale-${message.sequence}`);
  const newness = compareWithLast(message, attendee);
  if (newness === 'repeated') return unchanged;
  if (newness === 'older') return correctOlder(room, role, message, command);
  const next = withLastReply(room, role, message);
  const decision = suggest(next, role, command);
  return decision.kind === 'unchanged' ? change({ ...next, updatedAt: at }) : decision;
}

const answerOf = ({ startUtc, durationMinutes }: Propose): string => `${startUtc} ${durationMinutes ?? ''}`.trim();

function suggest(room: BookedRoom, role: Role, command: Propose): Decision {
  const { at, seed } = command;
  if (room.proposals.some(({ id }) => id === command.id)) return unchanged;
  const wanted = checkSlots(room, command);
  if (typeof wanted === 'string') return refuse(wanted);
  const note = cleanNote(command.note);
  if (room.proposals.some((proposal) => isRepeated(proposal, { ...wanted, by: role, note }, at))) return unchanged;
  if (proposalsLately(room, at) >= PROPOSALS_PER_DAY) return refuse('proposal-limit');

  const proposal = composeProposal(room, role, command, { ...wanted, note });
  const others = room.proposals.map((older) => (older.by === role ? supersedePending([older], at) : [older])).flat();
  const next = { ...room, proposals: [...others, proposal].slice(-PROPOSALS_LIMIT) };
  const told = withNextStamp(recordHistory(next, at, 'proposed', role, proposal), at);
  const about = { cause: proposal.id, proposal };
  return change(told, [
    noticeMail('proposal-received', told, otherRole(role), seed, about),
    noticeMail('proposal-sent', told, role, seed, about),
  ]);
}

/** The new times if they may all be suggested; otherwise the rule that one of them breaks. */
function checkSlots(room: BookedRoom, { at, startUtc, durationMinutes, alternatives = [] }: Propose): Wanted | Refusal {
  if (alternatives.length >= PROPOSED_SLOTS_LIMIT) return 'too-many-times';
  const first = checkSlot(room, { startUtc, durationMinutes }, at);
  if (typeof first === 'string') return first;
  const others: ProposedSlot[] = [];
  for (const each of alternatives) {
    const other = checkSlot(room, each, at);
    if (typeof other === 'string') return other;
    if ([first, ...others].some((earlier) => isSameTime(earlier, other))) return 'same-time-twice';
    others.push(other);
  }
  return { ...first, ...(others.length > 0 && { alternatives: others }) };
}

const isSameTime = (a: ProposedSlot, b: ProposedSlot): boolean =>
  isSameMinute(a.startUtc, b.startUtc) && a.durationMinutes === b.durationMinutes;

/** The new time if it may be suggested at all; otherwise the rule that it breaks. */
function checkSlot(room: BookedRoom, { startUtc, durationMinutes }: AskedSlot, at: Instant): ProposedSlot | Refusal {
  const minutes = durationMinutes ?? room.durationMinutes;
  if (!isDuration(minutes)) return 'duration-not-allowed';
  if (startUtc <= at) return 'start-in-past';
  if (isSameTime({ startUtc, durationMinutes: minutes }, room)) return 'same-time';
  if (startUtc > horizonAt(at)) return 'start-too-far';
  return { startUtc, durationMinutes: minutes };
}

interface AskedSlot {
  readonly startUtc: Instant;
  readonly durationMinutes: number | null;
}

type Wanted = Pick<Proposal, 'startUtc' | 'durationMinutes' | 'alternatives'>;

/**
 * Which of several times a refusal is about, counted from 0: the first that would be refused alone, or that repeats an earlier one.
 * Null where it is about no time, or where there is one only.
 */
export function findRefusedSlot(room: Room, command: Propose, refusal: Refusal): number | null {
  const { startUtc, durationMinutes, alternatives: others = [], at } = command;
  if (room.status !== 'booked' || others.length === 0) return null;
  const asked: readonly AskedSlot[] = [{ startUtc, durationMinutes }, ...others];
  const isRefused = (slot: AskedSlot, n: number) =>
    refusal === 'same-time-twice'
      ? typeof checkSlots(room, { ...command, alternatives: others.slice(0, n) }) === 'string'
      : checkSlot(room, slot, at) === refusal;
  const found = asked.findIndex(isRefused);
  return found === -1 ? null : found;
}

const isRepeated = (proposal: Proposal, wanted: Wanted & { readonly by: Role; readonly note: string }, at: Instant): boolean =>
  statusAt(proposal, at) === 'pending' && proposal.by === wanted.by && hasSameSlots(proposal, wanted) && proposal.note === wanted.note;

function proposalsLately(room: BookedRoom, at: Instant): number {
  const yesterday = instantAt(millisOf(at) - 24 * 3_600_000);
  return room.proposals.filter(({ createdAt }) => createdAt > yesterday).length;
}

const composeProposal = (
  room: BookedRoom,
  role: Role,
  { id, at, via, counter }: Propose,
  wanted: Wanted & { readonly note: string },
): Proposal => ({
  id,
  by: role,
  proposerEmail: role === 'host' ? room.host.email : room.guest.email,
  ...wanted,
  status: 'pending',
  createdAt: at,
  expiresAt: earliest(plusMinutes(at, OPEN_FOR_MINUTES), room.startUtc, lastStartOf(wanted)),
  approvedBy: null,
  decisionAt: null,
  via,
  counter: counter && { sequence: counter.sequence, understandsDeclineCounter: counter.understandsDeclineCounter },
});

/** While one of the times is still to come, it may be approved. */
const lastStartOf = (wanted: Wanted): Instant =>
  slotsOf(wanted)
    .map(({ startUtc }) => startUtc)
    .reduce((a, b) => (a > b ? a : b));

/** Moves the room to the time of the proposal; of several, to the one that was chosen. The others lapse with it. */
export function approve(room: ExistingRoom, { by, proposalId, slot, at, seed }: Approve): Decision {
  const found = decidable(room, by, proposalId, at);
  if (typeof found === 'string') return refuse(found);
  const { proposal, role, status } = found;
  if (status === 'approved') return slot === undefined || isSameSlot(slot, proposal) ? unchanged : refuse('proposal-approved');
  if (room.status !== 'booked') return refuse(room.status === 'cancelled' ? 'room-cancelled' : 'proposal-superseded');
  if (status !== 'pending') return refuse(refusalOf(status));

  const to = choose(proposal, slot);
  if (typeof to === 'string') return refuse(to);
  if (to.startUtc <= at) return refuse('start-in-past');
  const alternatives = slotsOf(proposal).filter((other) => !isSameSlot(other, to));
  const rest = alternatives.length > 0 && { alternatives };
  const approved: Proposal = { ...proposal, ...to, ...rest, status: 'approved', approvedBy: role, decisionAt: at };
  const decided = { ...room, proposals: replaceProposal(room.proposals, approved) };
  return moveRoom(decided, to, (next) => recordHistory(next, at, 'approved', role, to), { at, seed, movedBy: { role, isApproval: true } });
}

function choose(proposal: Proposal, slot: TimeSlot | undefined): ProposedSlot | Refusal {
  const [first, ...others] = slotsOf(proposal);
  if (slot === undefined) return others.length === 0 ? first : 'time-not-chosen';
  return [first, ...others].find((each) => isSameSlot(each, slot)) ?? 'time-not-suggested';
}

export function declineProposal(room: ExistingRoom, { by, proposalId, at, seed }: DeclineProposal): Decision {
  const found = decidable(room, by, proposalId, at);
  if (typeof found === 'string') return refuse(found);
  const { proposal, role, status } = found;
  if (status === 'declined') return unchanged;
  if (room.status !== 'booked') return refuse(room.status === 'cancelled' ? 'room-cancelled' : 'proposal-superseded');
  if (status !== 'pending') return refuse(refusalOf(status));

  const declined: Proposal = { ...proposal, status: 'declined', decisionAt: at };
  const next = { ...room, proposals: replaceProposal(room.proposals, declined) };
  const { note: _, ...suggested } = proposal;
  const told = withNextStamp(recordHistory(next, at, 'proposal-declined', role, suggested), at);
  return change(told, [
    noticeMail('proposal-declined', told, proposal.by, seed, { cause: proposal.id, proposal }),
    ...counterAnswer(told, proposal, seed),
  ]);
}

/** What we send to the calendar that sent a COUNTER: DECLINECOUNTER where it is understood, otherwise the current time again. */
function counterAnswer(room: Stamped, { counter, by, id }: Proposal, seed: string) {
  if (counter === null) return [];
  return counter.understandsDeclineCounter
    ? [calendarMail('counter-declined', room, by, seed, { sequence: counter.sequence, cause: id })]
    : [calendarMail('current', room, by, seed, { cause: id })];
}

interface Decidable {
  readonly proposal: Proposal;
  readonly role: Role;
  readonly status: Proposal['status'];
}

/** The proposal, if this person is the one to decide it. */
function decidable(room: ExistingRoom, by: Approve['by'], id: ProposalId, at: Instant): Decidable | Refusal {
  const role = roleOf(room, by);
  if (role === null) return 'not-participant';
  const proposal = room.proposals.find((candidate) => candidate.id === id);
  if (!proposal) return 'proposal-not-found';
  return proposal.by === role ? 'own-proposal' : { proposal, role, status: statusAt(proposal, at) };
}

/** What became of a proposal that a newer version of this code has decided is unknown here: something newer, surely. */
const refusalOf = (status: Exclude<Proposal['status'], 'pending'>): Refusal =>
  status === OTHER ? 'proposal-superseded' : `proposal-${status}`;

const replaceProposal = (proposals: readonly Proposal[], decided: Proposal): readonly Proposal[] =>
  proposals.map((proposal) => (proposal.id === decided.id ? decided : proposal));
