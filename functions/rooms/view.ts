import type { HistoryView, ProposalView, RoomView } from '../../shared/api/contract.ts';
import { endOf, type TimeSlot } from '../../shared/time/time-slot.ts';
import { type Role, otherRole } from '../../shared/words/roles.ts';
import { roleOf } from '../../shared/room/actor.ts';
import { visibleHistory, type HistoryEntry } from '../../shared/room/history.ts';
import { readGivenName } from '../../shared/words/names.ts';
import { venueOf } from '../../shared/room/venue-of.ts';
import type { FindVenue } from '../platform/rooms/find-venue.ts';
import { slotsOf, statusAt, type Proposal } from '../../shared/room/proposal.ts';
import { guestOf, participantOf, type ExistingRoom, type Participant } from '../../shared/room/room.ts';
import { isHidden, findReservedUntil } from '../../shared/room/reservation.ts';
import { undoableUntil } from '../../shared/room/undo.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { OpenRow } from '../platform/rooms/open-row.ts';

/**
 * The room as this person may see it: never an address, and of names the first only. Strangers see open rooms without
 * what happened in them, and no others: then null. Someone who joined later sees only what happened since.
 */
export function viewFor(sub: string, room: ExistingRoom, now: Instant): RoomView | null {
  const role = roleOf(room, { sub });
  const viewer = role && participantOf(room, role);
  const until = undoableUntil(room, sub, now);
  const undo = until && { undoUntil: until };
  if (role === null || viewer === null) {
    if (room.status !== 'open' || (isHidden(room, now) && room.reservedFor?.person.sub !== sub)) return null;
    return { ...strangersView(room), otherTimeZone: room.host.timeZone, ...undo, ...ownReservation(room, sub, now) };
  }
  const guest = guestOf(room);
  return {
    id: room.id,
    status: room.status,
    ...timesOf(room),
    icsSequence: room.sequence,
    ...room.practice,
    role,
    host: partyView(room.host),
    guest: guest && partyView(guest),
    otherTimeZone: otherZone(room, role),
    ...undo,
    ...reservationView(room, role, now),
    ...introductionView(room, role),
    proposals: room.proposals.filter(({ createdAt }) => createdAt >= viewer.joinedAt).map((proposal) => proposalView(proposal, now)),
    history: visibleHistory(room, viewer).map(historyView),
  };
}

/** As `viewFor`, with where the two meet: for the two alone, from the booking on. A host also sees their own link before that. */
export async function viewWithVenue(
  { findVenue }: { readonly findVenue: FindVenue },
  sub: string,
  room: ExistingRoom,
  now: Instant,
): Promise<RoomView | null> {
  const view = viewFor(sub, room, now);
  if (view === null || view.role === null) return view;
  const venue = venueOf(room);
  const meetingUrl = venue && (await findVenue(room.id, venue));
  const own = view.role === 'host' && room.status !== 'cancelled' ? room.venueUrl : null;
  return { ...view, meetingUrl, ...(view.role === 'host' && { ownMeetingUrl: own }) };
}

/** A row of the list of open rooms. */
export const rowView = (row: OpenRow): RoomView => strangersView({ ...row, status: 'open' });

const strangersView = (
  room: Omit<OpenRow, 'host'> & { readonly status: 'open'; readonly host: Pick<Participant, 'name' | 'givenName' | 'partstat'> },
): RoomView => ({
  id: room.id,
  status: room.status,
  ...timesOf(room),
  icsSequence: room.sequence,
  ...room.practice,
  role: null,
  host: partyView(room.host),
  guest: null,
});

const timesOf = ({ startUtc, durationMinutes }: Pick<ExistingRoom, 'startUtc' | 'durationMinutes'>) => ({
  startUtc,
  endUtc: endOf({ startUtc, durationMinutes }),
  durationMinutes,
});

const partyView = (party: Pick<Participant, 'name' | 'givenName' | 'partstat'>) => ({
  firstName: readGivenName(party),
  partstat: party.partstat,
});

const otherZone = (room: ExistingRoom, role: Role): string | null => participantOf(room, otherRole(role))?.timeZone ?? null;

function introductionView({ status, introduction: { askedBy, introducedAt } }: ExistingRoom, role: Role): Pick<RoomView, 'introduction'> {
  if (status !== 'booked') return {};
  const asks = { askedByYou: askedBy.includes(role), askedByOther: askedBy.includes(otherRole(role)) };
  return { introduction: { ...asks, isDone: introducedAt !== null } };
}

/** Of the person the host sees what everybody sees of somebody in a session. */
function reservationView(room: ExistingRoom, role: Role, now: Instant): Partial<RoomView> {
  const { status, reservedFor } = room;
  if (reservedFor === null) return {};
  if (status === 'booked') return { isForTwoOnly: !reservedFor.thenForEveryone };
  const until = findReservedUntil(room, now);
  if (role !== 'host' || until === null) return {};
  return { reservedFor: { firstName: readGivenName(reservedFor.person), until, thenForEveryone: reservedFor.thenForEveryone } };
}

function ownReservation(room: ExistingRoom, sub: string, now: Instant): Partial<RoomView> {
  const until = findReservedUntil(room, now);
  return until !== null && room.reservedFor?.person.sub === sub ? { reservedForYouUntil: until } : {};
}

const optionView = (slot: TimeSlot) => ({ startUtc: slot.startUtc, endUtc: endOf(slot) });

const proposalView = (proposal: Proposal, now: Instant): ProposalView => ({
  id: proposal.id,
  by: proposal.by,
  proposedStartUtc: proposal.startUtc,
  proposedEndUtc: endOf(proposal),
  options: slotsOf(proposal).map(optionView),
  note: proposal.note,
  status: statusAt(proposal, now),
  expiresAt: proposal.expiresAt,
  decisionAt: proposal.decisionAt,
});

export const historyView = ({
  at,
  event,
  by,
  name,
  sequence,
  startUtc,
  durationMinutes,
  alternatives,
  note,
}: HistoryEntry): HistoryView => ({
  at,
  event,
  by,
  name,
  icsSequence: sequence,
  startUtc,
  durationMinutes,
  ...(alternatives && { alternatives: [...alternatives] }),
  note,
});
