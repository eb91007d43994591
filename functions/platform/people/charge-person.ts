import { setTimeout as pause } from 'node:timers/promises';
import type { Charge } from '../../../shared/room/cost-of.ts';
import { otherRole, type Role } from '../../../shared/words/roles.ts';
import { participantOf, type ExistingRoom, type Room } from '../../../shared/room/room.ts';
import {
  charge,
  claimsIn,
  countUsed,
  findOverlaps,
  listHeldSessions,
  refund,
  type HeldSession,
  type ReachedLimit,
  type RoomClaim,
  type Usage,
} from '../../../shared/room/usage.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import type { TimeSlot } from '../../../shared/time/time-slot.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { PERSON_LIMITS, type PersonLimit, type PersonLimits } from '../../../shared/words/person-limits.ts';
import { ownRoomsFrom } from '../rooms/list-rooms.ts';
import type { RoomIndex } from '../rooms/room-index-store.ts';
import { changeProfile } from './change-profile.ts';
import type { PeopleStore } from './people-store.ts';

export interface ChargePersonDeps {
  readonly people: PeopleStore;
  readonly personLimits: PersonLimits;
  readonly index: Pick<RoomIndex, 'roomsById' | 'ownRooms'>;
}

/** How far a person has come towards one of their limits. */
export interface UsedLimit {
  readonly limit: PersonLimit;
  readonly allowed: number;
  readonly used: number;
  /** When the next of it comes back; null while nothing is used. */
  readonly endsAt: Instant | null;
}

/** What is charged, to whom, and for which command. */
export interface Bill extends Charge {
  /** The rooms that the command is about. */
  readonly roomIds: readonly RoomId[];
  /** Whether a time may be taken at which the person has another session. */
  readonly allowOverlap: boolean;
  readonly at: Instant;
  /** The same each time the command is tried. */
  readonly key: string;
  /** What is asked for, and in which state of the room. */
  readonly request?: string;
}

export type Charged =
  /** `overlaps`: the other sessions at that time. */
  | { readonly kind: 'charged'; readonly overlaps: readonly HeldSession[] }
  | { readonly kind: 'limited'; readonly reached: ReachedLimit }
  | { readonly kind: 'overlap'; readonly sessions: readonly HeldSession[] };

const ATTEMPTS = 20;
const LONGEST_PAUSE_MILLIS = 200;

/**
 * Charges a command to its person before the command is decided, on condition that nothing else was charged to them since
 * their row was read. So of two commands at once one sees the other. Throws for a row that is contended all the time.
 */
export async function chargePerson(deps: ChargePersonDeps, bill: Bill): Promise<Charged> {
  const { sub, cost, slots, roomIds, allowOverlap, at, key, request } = bill;
  const readRooms = createClaimedRooms(deps.index);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const read = await deps.people.load(sub);
    const { usage, held } = await readHeld({ ...deps, readRooms }, sub, read.profile.usage, at);
    const result = charge(usage, cost, { held, limits: deps.personLimits, at, key, ...(request !== undefined && { request }) });
    if (result.kind === 'refused') return { kind: 'limited', reached: result.reached };
    const overlaps = findOverlaps(held, roomIds, slots);
    if (overlaps.length > 0 && !allowOverlap) return { kind: 'overlap', sessions: overlaps };
    if (await deps.people.save(read, { ...read.profile, usage: result.usage })) return { kind: 'charged', overlaps };
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MILLIS, 5 * 2 ** attempt));
  }
  throw new Error(`The row of a person was contended ${ATTEMPTS} times running`);
}

/** Gives back what a command cost that changed nothing. */
export async function refundPerson({ people }: Pick<ChargePersonDeps, 'people'>, { sub, key }: Pick<Bill, 'sub' | 'key'>): Promise<void> {
  await changeProfile(people, sub, (profile) => ({ ...profile, usage: refund(profile.usage, key) }));
}

/** Whether the other party of a room has another session at one of these times. */
export async function isOtherBusy(
  deps: ChargePersonDeps,
  room: Room,
  role: Role,
  slots: readonly TimeSlot[],
  at: Instant,
): Promise<boolean> {
  const other = room.status === 'uncreated' ? null : participantOf(room, otherRole(role));
  if (room.status === 'uncreated' || other === null || slots.length === 0) return false;
  return (await listOverlaps(deps, other.sub, room.id, slots, at)).length > 0;
}

/** How much of each limit a person has used. */
export async function listUsed(deps: ChargePersonDeps, sub: string, usage: Usage, at: Instant): Promise<readonly UsedLimit[]> {
  const { usage: known, held } = await readHeld(deps, sub, usage, at);
  return PERSON_LIMITS.map((limit) => ({
    limit,
    allowed: deps.personLimits[limit],
    ...countUsed(limit, known, held, at, deps.personLimits[limit]),
  }));
}

/** The other sessions of a person at these times. Nothing is charged. */
export async function listOverlaps(
  deps: ChargePersonDeps,
  sub: string,
  roomId: RoomId,
  slots: readonly TimeSlot[],
  at: Instant,
): Promise<readonly HeldSession[]> {
  const { profile } = await deps.people.load(sub);
  const { held } = await readHeld(deps, sub, profile.usage, at);
  return findOverlaps(held, [roomId], slots);
}

/**
 * What a person holds. Somebody of whom nothing is counted yet may have sessions from before anything was counted: the index
 * tells which.
 */
async function readHeld(
  { index, readRooms = createClaimedRooms(index) }: ChargePersonDeps & { readonly readRooms?: ReadClaimedRooms },
  sub: string,
  usage: Usage,
  at: Instant,
) {
  if (usage.claims.length === 0 && usage.uses.length === 0) {
    const { rows } = await index.ownRooms(sub, ownRoomsFrom(at));
    return { usage: { ...usage, claims: claimsIn(sub, rows, at) }, held: listHeldSessions(sub, usage, rows, at) };
  }
  const rooms = await readRooms(usage.claims);
  return { usage, held: listHeldSessions(sub, usage, rooms, at) };
}

type ReadClaimedRooms = (claims: readonly RoomClaim[]) => Promise<readonly ExistingRoom[]>;

/**
 * Reads the rooms of claims. A room whose claim is the same as last time is not read again: who does much at once is contended, and
 * the longer it takes from reading a row to writing it, the more others write it in between.
 */
function createClaimedRooms(index: Pick<RoomIndex, 'roomsById'>): ReadClaimedRooms {
  const known = new Map<string, ExistingRoom | null>();
  return async (claims) => {
    const unknown = claims.filter((claim) => !known.has(JSON.stringify(claim)));
    const rooms = unknown.length === 0 ? [] : await index.roomsById(unknown.map(({ roomId }) => roomId));
    for (const claim of unknown) known.set(JSON.stringify(claim), rooms.find(({ id }) => id === claim.roomId) ?? null);
    return claims.flatMap((claim) => known.get(JSON.stringify(claim)) ?? []);
  };
}
