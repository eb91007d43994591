import { eraseAddress } from '../words/email-address.ts';
import type { EmailAddress } from '../words/email-address.ts';
import { firstNameOf, NO_NAME } from '../words/names.ts';
import { ROLES, type Role } from '../words/roles.ts';
import { endOf } from '../time/time-slot.ts';
import type { Instant } from '../time/instant.ts';
import type { ErasePerson } from './command.ts';
import type { ConfirmableReply } from './attendee-reply.ts';
import { change, unchanged, type Decision } from './decision.ts';
import { NOTE_DROPPED, type HistoryEntry } from './history.ts';
import type { Person } from './person.ts';
import type { Proposal } from './proposal.ts';
import { eraseAfterwards } from './afterwards.ts';
import { guestOf, participantOf, type CancelledRoom, type ExistingRoom, type FormerGuest, type Participant } from './room.ts';

/** By what a person is known: who they are to the identity provider, where their mail went, and what others called them. */
export interface PersonTraces {
  readonly subs: readonly string[];
  readonly addresses: readonly EmailAddress[];
  readonly firstNames: readonly string[];
}

type Known = Pick<PersonTraces, 'subs' | 'addresses'>;

export const isMeant = ({ subs, addresses }: Known, someone: Pick<Person, 'sub' | 'email'>): boolean =>
  subs.includes(someone.sub) || addresses.includes(someone.email);

/** The participant as whom somebody still has a session to come; null where they have none. */
export function findHeld(room: ExistingRoom, person: Known, at: Instant): Participant | null {
  if (room.status === 'cancelled' || endOf(room) <= at) return null;
  return [room.host, guestOf(room)].find((each) => each !== null && isMeant(person, each)) ?? null;
}

/** Whether a room is kept from others for the person: that has to end before they can be taken out of it. */
export const isKeptFor = (room: ExistingRoom, person: Known): boolean =>
  room.status === 'open' && room.reservedFor !== null && isMeant(person, room.reservedFor.person);

/**
 * The room without one of its people: no name, no address, no identity, none of their words. What the other one did and wrote
 * stays. It changes nothing while the person still has the session to come: their calendar would keep it.
 */
export function erasePerson(room: ExistingRoom, { person, at, seed }: ErasePerson): Decision {
  const isOf = findEntriesOf(room, person, room.history);
  const isTheirs = findProposalsOf(room, person);
  const people = [room.host, guestOf(room), room.reservedFor?.person ?? null, ...room.formerGuests];
  const isIn = people.some((each) => each !== null && isMeant(person, each));
  if (findHeld(room, person, at) !== null || isKeptFor(room, person)) return unchanged;
  if (!(isIn || room.history.some(isOf) || room.proposals.some(isTheirs))) return unchanged;
  const nobody = nameNobody(seed);
  const erase = (participant: Participant) =>
    isMeant(person, participant)
      ? eraseParticipant(participant, nobody)
      : { ...participant, question: eraseQuestion(participant.question) };
  // Each field by its name, so that a new one does not compile until somebody has said what becomes of it.
  const session: Omit<CancelledRoom, 'status' | 'guest'> = {
    id: room.id,
    uid: room.uid,
    sequence: room.sequence,
    stamp: room.stamp,
    startUtc: room.startUtc,
    durationMinutes: room.durationMinutes,
    practice: isMeant(person, room.host) ? { ...room.practice, line: eraseNote(room.practice.line) } : room.practice,
    // The host typed it, and it may say who they are.
    venueUrl: isMeant(person, room.host) ? null : room.venueUrl,
    host: erase(room.host),
    proposals: room.proposals.map((proposal) => (isTheirs(proposal) ? eraseProposal(proposal, nobody) : proposal)),
    formerGuests: room.formerGuests.map((former) => (isMeant(person, former) ? eraseFormerGuest(former, nobody) : former)),
    notices: room.notices,
    recentChanges: room.recentChanges,
    history: room.history.map((entry) => (isOf(entry) ? eraseEntry(entry) : entry)),
    introduction: room.introduction,
    reservedFor: room.reservedFor && isMeant(person, room.reservedFor.person) ? null : room.reservedFor,
    // It holds the guest as they were, and its mail has left.
    undo: null,
    remindedUntil: room.remindedUntil,
    afterwards: eraseAfterwards(room.afterwards, roleOfMeant(room, person)),
    createdAt: room.createdAt,
    updatedAt: room.updatedAt,
  };
  switch (room.status) {
    case 'open':
      return change({ ...session, status: 'open' });
    case 'booked':
      return change({ ...session, status: 'booked', guest: erase(room.guest) });
    case 'cancelled':
      return change({ ...session, status: 'cancelled', guest: room.guest && erase(room.guest) });
  }
}

/** The role of the person in the room as it is now; null: another one, or none. */
const roleOfMeant = (room: ExistingRoom, person: Known): Role | null =>
  ROLES.find((role) => {
    const participant = participantOf(room, role);
    return participant !== null && isMeant(person, participant);
  }) ?? null;

/** Somebody of whom nothing is known. Two rooms do not show that they had the same person. */
function nameNobody(seed: string): Person {
  const token = seed.slice(0, 16);
  return { sub: `erased:${token}`, email: eraseAddress(token), name: '', givenName: '', timeZone: 'UTC', language: null };
}

const eraseParticipant = (participant: Participant, { sub, email, name, timeZone }: Person): Participant => ({
  sub,
  email,
  name,
  givenName: '',
  timeZone,
  language: null,
  partstat: participant.partstat,
  lastReply: null,
  lastMajorSequence: participant.lastMajorSequence,
  lastResentAt: participant.lastResentAt,
  lastMailedAt: participant.lastMailedAt,
  question: null,
  joinedAt: participant.joinedAt,
});

/** The other one was asked about a message that may be of the person: what it said, and from where it came. */
const eraseQuestion = (question: ConfirmableReply | null): ConfirmableReply | null => {
  if (question?.mayBeEither !== true) return question;
  const { remember: _, note: __, ...rest } = question;
  return rest;
};

const eraseFormerGuest = ({ leftAt, cancelledAgainAt }: FormerGuest, { sub, email, name, timeZone }: Person): FormerGuest => ({
  sub,
  email,
  name,
  givenName: '',
  timeZone,
  language: null,
  leftAt,
  cancelledAgainAt,
});

const eraseProposal = (proposal: Proposal, { email }: Person): Proposal => ({
  ...proposal,
  proposerEmail: email,
  note: eraseNote(proposal.note),
});

export const eraseEntry = (entry: HistoryEntry): HistoryEntry => ({ ...entry, name: null, note: eraseNote(entry.note) });

/** A mark stays, so that the other one sees that there were words. */
export const eraseNote = (note: string): string => (note === '' ? '' : NOTE_DROPPED);

/** Tells which proposals of a room the person made. */
export const findProposalsOf =
  (room: ExistingRoom, person: Known) =>
  ({ by, proposerEmail }: Pick<Proposal, 'by' | 'proposerEmail'>): boolean =>
    person.addresses.includes(proposerEmail) || (by === 'host' && isMeant(person, room.host));

/**
 * Tells which entries of a history are about the person: what they did, and mail that did not reach them.
 * @param entries all that is known to have happened in the room, oldest first
 */
export function findEntriesOf(
  room: ExistingRoom,
  person: PersonTraces,
  entries: readonly HistoryEntry[],
): (entry: HistoryEntry) => boolean {
  const isHost = isMeant(person, room.host);
  const spans = findGuestSpans(room, entries, (guest) => isMeant(person, guest));
  const othersSpans = findGuestSpans(room, entries, (guest) => !isMeant(person, guest));
  const own = [room.host, guestOf(room), ...room.formerGuests].filter((each) => each !== null && isMeant(person, each));
  const names = new Set([...person.firstNames, ...own.map((each) => (each === null ? '' : firstNameOf(each)))]);
  names.delete(NO_NAME);
  return ({ at, by, name, note }) => {
    if (name === null && note === '') return false;
    const isNamed = name !== null && names.has(name);
    if (by === 'system') return isNamed;
    if (by === 'host') return isHost;
    return !isHost && (isWithin(spans, at) || (isNamed && !isWithin(othersSpans, at)));
  };
}

const isWithin = (spans: readonly Span[], at: string): boolean => spans.some(({ from, to }) => from <= at && at <= to);

interface Span {
  readonly from: string;
  readonly to: string;
}

/** When these people were guests: from their booking until they left. */
function findGuestSpans(
  room: ExistingRoom,
  entries: readonly HistoryEntry[],
  isWanted: (guest: Pick<Person, 'sub' | 'email'>) => boolean,
): readonly Span[] {
  const guest = guestOf(room);
  const present = guest !== null && isWanted(guest) ? [{ from: guest.joinedAt, to: '9999' }] : [];
  const past = room.formerGuests.filter(isWanted).map(({ leftAt }) => {
    return { from: entries.findLast(({ event, at }) => event === 'booked' && at <= leftAt)?.at ?? '', to: leftAt };
  });
  return [...present, ...past];
}
