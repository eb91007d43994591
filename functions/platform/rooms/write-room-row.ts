import type { AnswerOfOne, Afterwards } from '../../../shared/room/afterwards.ts';
import type { HistoryEntry } from '../../../shared/room/history.ts';
import { endOf, type TimeSlot } from '../../../shared/time/time-slot.ts';
import type { Introduction } from '../../../shared/room/introduction.ts';
import type { Proposal } from '../../../shared/room/proposal.ts';
import {
  guestOf,
  type ExistingRoom,
  type FormerGuest,
  type Participant,
  type RecentChange,
  type SentNotice,
} from '../../../shared/room/room.ts';
import { millisOf, plusMinutes } from '../../../shared/time/instant.ts';
import type { Reservation } from '../../../shared/room/reservation.ts';
import type { Undoable } from '../../../shared/room/undo.ts';
import { isProbeSub } from '../../../shared/words/probe-names.ts';
import { isDeepStrictEqual } from 'node:util';
import { openDayOf } from './list-rooms.ts';
import { readFormerGuest, readHistoryEntry, readNotice, readRecentChange, readParticipant, readProposal } from './room-row-schema.ts';
import type { RawRow } from './unreadable-row.ts';

/**
 * Every attribute of the room; an undefined one is to be removed from the row. Neither `version` nor `outbox`. What a newer version
 * of this code wrote into `row`, the row as it was read, stays: attributes that are unknown here, and words that a decision did not change.
 */
export function roomAttributes(room: ExistingRoom, row: RawRow = {}) {
  const guest = guestOf(room);
  const isProbe = isProbeSub(room.host.sub);
  const isOpen = room.status === 'open';
  const isListed = isOpen && !isProbe && room.reservedFor === null;
  // A probe that ended well leaves nothing that the next one would have to find.
  const isFound = !isProbe || room.status !== 'cancelled';
  return {
    ics_uid: room.uid,
    ics_sequence: room.sequence,
    last_dtstamp: room.stamp ?? undefined,
    status: room.status,
    start_utc: room.startUtc,
    end_utc: endOf(room),
    duration_minutes: room.durationMinutes,
    ...practiceAttributes(room),
    host: keepParticipant(row['host'], room.host),
    guest: guest ? keepParticipant(row['guest'], guest) : undefined,
    meeting_url: room.venueUrl ?? undefined,
    proposals: keepElements(
      row['proposals'],
      room.proposals,
      readProposal,
      (p) => proposalAttributes(p, room),
      ({ id }) => id,
    ),
    former_guests: keepElements(row['former_guests'], room.formerGuests, readFormerGuest, formerGuestAttributes, ({ sub }) => sub),
    notices: keepElements(row['notices'], room.notices, readNotice, noticeAttributes, textOf),
    recent_changes: keepElements(row['recent_changes'], room.recentChanges, readRecentChange, recentChangeAttributes, textOf),
    history: keepElements(row['history'], room.history, readHistoryEntry, historyAttributes, textOf),
    introduction: introductionAttributes(room.introduction),
    reserved_for: room.reservedFor ? keepMap(row['reserved_for'], {}, reservationAttributes(room.reservedFor)) : undefined,
    undo: room.undo ? undoAttributes(room.undo) : undefined,
    reminded_until: room.remindedUntil ?? undefined,
    afterwards: afterwardsAttributes(row['afterwards'], room.afterwards),
    created_at: room.createdAt,
    updated_at: room.updatedAt,
    // What the sparse indexes are made of.
    open_day: isListed ? openDayOf(room.startUtc) : undefined,
    listing: isListed ? { ...mapOf(row['listing']), ...listingAttributes(room) } : undefined,
    host_sub: isFound ? room.host.sub : undefined,
    // So the person finds a room that is reserved for them among their own.
    guest_sub: isFound ? (guest?.sub ?? (isOpen ? room.reservedFor?.person.sub : undefined)) : undefined,
    ttl: expiryOf(room),
  };
}

type Attributes = Readonly<Record<string, unknown>>;

const mapOf = (stored: unknown): Attributes =>
  typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? { ...stored } : {};

// Elements that nothing changes are known again by all that they say.
const textOf = (attributes: Attributes): string => JSON.stringify(attributes);

/** The stored map with what changed between `before` (how this version reads it) and `after`. */
function keepMap(stored: unknown, before: Attributes, after: Attributes): Attributes {
  const known = mapOf(stored);
  const isKept = (name: string) => isDeepStrictEqual(before[name], after[name]) && (known[name] ?? null) !== null;
  const changed = Object.entries(after).filter(([name]) => !isKept(name));
  const emptied = new Set(changed.filter(([name, value]) => value === null && (known[name] ?? null) !== null).map(([name]) => name));
  const kept = Object.entries(known).filter(([name]) => !emptied.has(name));
  return { ...Object.fromEntries(kept), ...withoutNulls(Object.fromEntries(changed)) };
}

/** A missing attribute reads as null does, and each write is paid by its size. */
const withoutNulls = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));

/** Another person in the same role starts anew. */
function keepParticipant(stored: unknown, participant: Participant): Attributes {
  const attributes = participantAttributes(participant);
  const before = readParticipant(stored);
  return before?.sub === participant.sub ? keepMap(stored, before, attributes) : withoutNulls(attributes);
}

/** The stored list with what a decision changed in it, added to it and took from it. An element that nobody here can read stays. */
function keepElements<T>(
  stored: unknown,
  elements: readonly T[],
  read: (raw: unknown) => T | undefined,
  attributesOf: (element: T) => Attributes,
  keyOf: (attributes: Attributes) => unknown,
): readonly unknown[] {
  const left = new Map(elements.map(attributesOf).map((attributes, n) => [n, attributes]));
  const kept = (Array.isArray(stored) ? stored : []).flatMap((raw: unknown) => {
    const element = read(raw);
    if (element === undefined) return [raw];
    const before = attributesOf(element);
    const [n, after] = left.entries().find(([, attributes]) => keyOf(attributes) === keyOf(before)) ?? [];
    if (n === undefined || after === undefined) return [];
    left.delete(n);
    return [keepMap(raw, before, after)];
  });
  return [...kept, ...[...left.values()].map(withoutNulls)];
}

const KEPT_SECONDS = 180 * 24 * 3600;
/** Long enough to look into one that failed. */
const PROBE_KEPT_SECONDS = 7 * 24 * 3600;

/** Seconds since 1970. Half a year after a session was over and last touched, nobody needs to know any more who met whom. */
function expiryOf(room: ExistingRoom): number {
  const last = Math.max(millisOf(endOf(room)), millisOf(room.updatedAt));
  return Math.floor(last / 1000) + (isProbeSub(room.host.sub) ? PROBE_KEPT_SECONDS : KEPT_SECONDS);
}

/** An attribute that says nothing is left out: most rooms of a list are read by their size. */
const practiceAttributes = ({ practice: { topic, exam, line } }: ExistingRoom) => ({
  topic: topic ?? undefined,
  exam: exam ?? undefined,
  line: line === '' ? undefined : line,
});

/** Everything that the list of open rooms shows, beside the keys of its index. */
const listingAttributes = ({ durationMinutes, sequence, practice: { topic, exam, line }, host }: ExistingRoom) => ({
  duration_minutes: durationMinutes,
  ics_sequence: sequence,
  topic,
  exam,
  line,
  host: { sub: host.sub, name: host.name, given_name: host.givenName ?? null, partstat: host.partstat },
});

const participantAttributes = (p: Participant) => ({
  sub: p.sub,
  email: p.email,
  name: p.name,
  given_name: p.givenName ?? null,
  time_zone: p.timeZone,
  language: p.language ?? null,
  partstat: p.partstat,
  last_reply_sequence: p.lastReply?.sequence ?? null,
  last_reply_dtstamp: p.lastReply?.dtstamp ?? null,
  last_reply_received_at: p.lastReply?.receivedAt ?? null,
  last_reply_answer: p.lastReply?.answer ?? null,
  last_major_sequence: p.lastMajorSequence,
  last_resent_at: p.lastResentAt,
  last_mailed_at: p.lastMailedAt,
  question: p.question,
  joined_at: p.joinedAt,
});

const undoAttributes = ({ by, event, at, until, seed, sequence, guest, hostMailedAt }: Undoable): Attributes =>
  withoutNulls({
    by,
    event,
    at,
    until,
    seed,
    sequence,
    guest: guest && withoutNulls(participantAttributes(guest)),
    host_mailed_at: hostMailedAt,
  });

const reservationAttributes = ({ person, until, thenForEveryone }: Reservation): Attributes => ({
  sub: person.sub,
  email: person.email,
  name: person.name,
  given_name: person.givenName ?? null,
  time_zone: person.timeZone,
  language: person.language ?? null,
  until,
  then_for_everyone: thenForEveryone,
});

/** Most sessions have none. */
const introductionAttributes = ({ askedBy, introducedAt }: Introduction): Attributes | undefined =>
  askedBy.length === 0 && introducedAt === null ? undefined : withoutNulls({ asked_by: askedBy, introduced_at: introducedAt });

/** Nothing before the session is over. What a newer version wrote beside it stays. */
function afterwardsAttributes(stored: unknown, { isAsked, isSettled, answers: { host, guest } }: Afterwards): Attributes | undefined {
  if (!isAsked && !isSettled && host === undefined && guest === undefined) return undefined;
  // An answer that is not there any more was erased.
  const { host: storedHost, guest: storedGuest, ...known } = mapOf(stored);
  return {
    ...known,
    is_asked: isAsked,
    is_settled: isSettled,
    ...(host && { host: keepAnswer(storedHost, host) }),
    ...(guest && { guest: keepAnswer(storedGuest, guest) }),
  };
}

/** The first answer counts, so one that is stored already is as it was. */
const keepAnswer = (stored: unknown, answer: AnswerOfOne): Attributes =>
  keepMap(stored, stored === undefined ? {} : { ...answer }, { ...answer });

const noticeAttributes = ({ cause, kind, to, at }: SentNotice) => ({ cause, kind, to, at });

const recentChangeAttributes = ({ event, at }: RecentChange) => ({ event, at });

const formerGuestAttributes = (g: FormerGuest) => ({
  sub: g.sub,
  email: g.email,
  name: g.name,
  given_name: g.givenName ?? null,
  time_zone: g.timeZone,
  language: g.language ?? null,
  left_at: g.leftAt,
  cancelled_again_at: g.cancelledAgainAt,
});

const slotAttributes = (slot: TimeSlot) => ({ start_utc: slot.startUtc, end_utc: endOf(slot) });

export const proposalAttributes = (p: Proposal, room: ExistingRoom) => ({
  id: p.id,
  room_id: room.id,
  uid: room.uid,
  proposed_by: p.by,
  proposer_email: p.proposerEmail,
  proposed_start_utc: p.startUtc,
  proposed_end_utc: plusMinutes(p.startUtc, p.durationMinutes),
  // Few proposals name several times.
  ...(p.alternatives && { alternatives: p.alternatives.map(slotAttributes) }),
  note: p.note,
  status: p.status,
  created_at: p.createdAt,
  expires_at: p.expiresAt,
  approved_by: p.approvedBy,
  decision_at: p.decisionAt,
  ...(p.nudgedAt && { nudged_at: p.nudgedAt }),
  via: p.via,
  counter: p.counter && { sequence: p.counter.sequence, understands_declinecounter: p.counter.understandsDeclineCounter },
});

export const historyAttributes = (h: HistoryEntry) => ({
  at: h.at,
  event: h.event,
  by: h.by,
  name: h.name,
  sequence: h.sequence,
  start_utc: h.startUtc,
  duration_minutes: h.durationMinutes,
  ...(h.alternatives && { alternatives: h.alternatives.map(slotAttributes) }),
  // Few entries have one, and a row has a hundred entries.
  ...(h.note !== '' && { note: h.note }),
});
