import { instantAt, millisOf, type Instant } from '../time/instant.ts';
import { endOf, isSameSlot, type TimeSlot } from '../time/time-slot.ts';
import { MISSED_WITHIN_DAYS, PAUSED_DAYS } from '../words/afterwards-words.ts';
import type { RoomId } from '../words/ids.ts';
import type { PersonLimit, PersonLimits } from '../words/person-limits.ts';
import type { Role } from '../words/roles.ts';
import { guestOf, type ExistingRoom } from './room.ts';

/** What a person does with the service, as far as it is limited. */
export interface Usage {
  /** The rooms that they are in or are about to enter, and perhaps some that they have left: the rooms themselves tell. */
  readonly claims: readonly RoomClaim[];
  /** What they did within the last 24 hours and is counted, oldest first. */
  readonly uses: readonly Use[];
  /** The sessions that they missed, oldest first. */
  readonly missed: readonly MissedSession[];
}

export interface MissedSession {
  readonly roomId: RoomId;
  /** When it was settled that they missed it. */
  readonly at: Instant;
}

/** Made before the room is changed, so that of two changes at once one sees the other. */
export interface RoomClaim extends TimeSlot {
  readonly roomId: RoomId;
  readonly role: Role;
  /** When it was made. */
  readonly at: Instant;
  /** Of the command that made it; null once that command came to nothing. */
  readonly key: string | null;
}

export interface Use {
  readonly limit: PersonLimit;
  readonly at: Instant;
  /** Of the command. The same command, tried again, counts once. */
  readonly key: string;
  /**
   * What was asked for, and in which state of the room: of several who ask for the same at once, one comes to something. So together
   * they count once. Absent where each counts.
   */
  readonly request?: string;
  /** Which session was booked, and whose it is. */
  readonly booking: { readonly roomId: RoomId; readonly hostSub: string } | null;
}

/** A session of the person that is not over. */
export interface HeldSession extends TimeSlot {
  readonly roomId: RoomId;
  readonly role: Role;
}

/** What a command costs the one who gives it. */
export type Cost =
  /** Several: the same session in several weeks. They are opened all or none. */
  | { readonly type: 'open'; readonly sessions: readonly HeldSession[]; readonly isReserved?: boolean }
  | { readonly type: 'book'; readonly session: HeldSession; readonly hostSub: string }
  | { readonly type: 'move'; readonly session: HeldSession }
  /** Into a session that they had just left or cancelled. */
  | { readonly type: 'return'; readonly session: HeldSession }
  | { readonly type: 'propose' }
  /** A few words to the other party. */
  | { readonly type: 'note' }
  /** A mail that somebody, perhaps a stranger, causes to them. */
  | { readonly type: 'mail' }
  /** A mail because of a wish of theirs. */
  | { readonly type: 'wish' };

export interface ReachedLimit {
  readonly limit: PersonLimit;
  readonly allowed: number;
  /** When the person may do it again. */
  readonly endsAt: Instant;
}

export type ChargeResult =
  | { readonly kind: 'charged'; readonly usage: Usage }
  | { readonly kind: 'refused'; readonly reached: ReachedLimit };

/** The rooms that a person was in before they were counted, as claims that hold no time of their own. */
export const claimsIn = (sub: string, rooms: readonly ExistingRoom[], at: Instant): readonly RoomClaim[] =>
  listHeldSessions(sub, NO_USAGE, rooms, at).map((session) => ({ ...session, at, key: null }));

export const NO_USAGE: Usage = { claims: [], uses: [], missed: [] };

const DAY_MILLIS = 24 * 3_600_000;
// Longer than any of our functions works on one command: after that the room shows what became of the claim.
const CLAIM_MILLIS = 30_000;

/**
 * The sessions that a person holds. A claim that was just made counts with its time beside what the room says, because the
 * room may be saved at any moment.
 * @param rooms of the person, and others that are to be left out
 */
export function listHeldSessions(sub: string, { claims }: Usage, rooms: readonly ExistingRoom[], at: Instant): readonly HeldSession[] {
  const own = rooms.flatMap((room): HeldSession[] => {
    const role = room.host.sub === sub ? 'host' : guestOf(room)?.sub === sub ? 'guest' : null;
    if (role === null || endOf(room) <= at || (room.status === 'cancelled' && !canOtherUndo(room, role, at))) return [];
    return [{ roomId: room.id, role, startUtc: room.startUtc, durationMinutes: room.durationMinutes }];
  });
  const isPending = (claim: RoomClaim) => claim.key !== null && millisOf(at) - millisOf(claim.at) < CLAIM_MILLIS && endOf(claim) > at;
  // The room may have seen them come and go since: then the claim came to its end.
  const hasEnded = (claim: RoomClaim) => rooms.some((room) => room.id === claim.roomId && wasLeftSince(room, sub, claim.at));
  const pending = claims
    .filter((claim) => isPending(claim) && !hasEnded(claim))
    .filter((claim) => !own.some((session) => session.roomId === claim.roomId && isSameSlot(session, claim)))
    .map(({ roomId, role, startUtc, durationMinutes }): HeldSession => ({ roomId, role, startUtc, durationMinutes }));
  return [...own, ...pending];
}

/** Whether the other party can still take back that they cancelled: nothing is charged to this person when they do. */
const canOtherUndo = ({ undo }: ExistingRoom, role: Role, at: Instant): boolean => undo !== null && undo.by !== role && at < undo.until;

function wasLeftSince(room: ExistingRoom, sub: string, since: Instant): boolean {
  if (room.status === 'cancelled') return room.undo === null || room.undo.at >= since;
  return room.formerGuests.some((former) => former.sub === sub && former.leftAt >= since);
}

/** The sessions that overlap one of these times, those of the rooms themselves left out. */
export const findOverlaps = (
  held: readonly HeldSession[],
  roomIds: readonly RoomId[],
  slots: readonly TimeSlot[],
): readonly HeldSession[] => held.filter((session) => !roomIds.includes(session.roomId) && slots.some((slot) => isOverlap(session, slot)));

export const isOverlap = (a: TimeSlot, b: TimeSlot): boolean => a.startUtc < endOf(b) && b.startUtc < endOf(a);

/**
 * Charges a cost to a person, or refuses it at the limit that it would break.
 * @param held what the person holds; claims of other rooms are forgotten
 * @param key of the command: tried again, it costs nothing more
 * @param request what it asks for: while the same is being done for another command of the person, it breaks no limit
 */
export function charge(
  usage: Usage,
  cost: Cost,
  {
    held,
    limits,
    at,
    key,
    request,
  }: {
    readonly held: readonly HeldSession[];
    readonly limits: PersonLimits;
    readonly at: Instant;
    readonly key: string;
    readonly request?: string;
  },
): ChargeResult {
  const uses = usesSince(usage.uses, at);
  const claims = usage.claims.filter(({ roomId }) => held.some((session) => session.roomId === roomId));
  const isCharged = uses.some((use) => use.key === key) || claims.some((claim) => claim.key === key);
  const limited = isCharged ? [] : limitsOf(cost, uses, held);
  // The same room twice, for example by a double press, is one session.
  const entered = sessionsOf(cost);
  const isEntered = ({ roomId }: { readonly roomId: RoomId }) => entered.some((session) => session.roomId === roomId);
  const others = held.filter((session) => !isEntered(session));
  const times = cost.type === 'open' ? entered.length : 1;
  const hostSub = cost.type === 'book' ? cost.hostSub : null;
  const isBeingDone = (limit: PersonLimit) => uses.some((use) => use.limit === limit && isSameRequest(use, request));
  for (const limit of limited.filter((one) => !isBeingDone(one))) {
    const endsAt =
      limit === 'missedSessions'
        ? findPauseEnd(usage, limits[limit], at)
        : reopensAt(endsOf(limit, uses, others, hostSub), limits[limit], { times, at });
    if (endsAt !== null) return { kind: 'refused', reached: { limit, allowed: limits[limit], endsAt } };
  }
  const booking = cost.type === 'book' ? { roomId: cost.session.roomId, hostSub: cost.hostSub } : null;
  const counted = limited
    .filter((limit) => !(limit in HELD_BY) && limit !== 'missedSessions')
    .map((limit): Use => ({ limit, at, key, ...(request !== undefined && { request }), booking }));
  const claimed = [...claims.filter((claim) => !isEntered(claim)), ...entered.map((session) => ({ ...session, at, key }))];
  const used = Array.from({ length: times }, () => counted).flat();
  return { kind: 'charged', usage: { ...usage, claims: claimed, uses: [...uses, ...used] } };
}

const sessionsOf = (cost: Cost): readonly HeldSession[] => {
  if (cost.type === 'open') return cost.sessions;
  return 'session' in cost ? [cost.session] : [];
};

/** The usage after a charged command came to nothing. Claims stay as a note of where the person may be, but hold no time. */
export const refund = ({ claims, uses, missed }: Usage, key: string): Usage => ({
  missed,
  claims: claims.map((claim) => (claim.key === key ? { ...claim, key: null } : claim)),
  uses: uses.filter((use) => use.key !== key),
});

/** The usage of somebody who booked a session of a person of whom nothing is kept any more. It counts as before. */
export const forgetHosts = (usage: Usage, hostSubs: readonly string[]): Usage => ({
  ...usage,
  uses: usage.uses.map((use) => (use.booking !== null && hostSubs.includes(use.booking.hostSub) ? { ...use, booking: null } : use)),
});

/** How much of a limit is used, and when the next of it comes back; null while nothing is used, or nothing waits for it. */
export function countUsed(
  limit: PersonLimit,
  { uses, missed }: Usage,
  held: readonly HeldSession[],
  at: Instant,
  allowed: number,
): { readonly used: number; readonly endsAt: Instant | null } {
  if (limit === 'missedSessions') return { used: missedLately(missed, at).length, endsAt: findPauseEnd({ missed }, allowed, at) };
  const ends = endsOf(limit, usesSince(uses, at), held, null);
  return { used: ends.length, endsAt: ends[0] ?? null };
}

/** The usage of somebody who has missed a session. Told twice, it counts once. */
export const addMissed = (usage: Usage, session: MissedSession): Usage =>
  usage.missed.some(({ roomId }) => roomId === session.roomId)
    ? usage
    : { ...usage, missed: [...missedLately(usage.missed, session.at), session].slice(-MISSED_KEPT) };

/** Until when somebody who has missed so many sessions can host and book nothing; null: they can. */
export function findPauseEnd({ missed }: Pick<Usage, 'missed'>, allowed: number, at: Instant): Instant | null {
  const moments = missed.map((session) => session.at).toSorted();
  const last = moments.findLast((moment, n) => {
    const first = moments[n + 1 - allowed];
    return first !== undefined && millisOf(first) > millisOf(moment) - MISSED_WITHIN_DAYS * DAY_MILLIS;
  });
  const until = last && instantAt(millisOf(last) + PAUSED_DAYS * DAY_MILLIS);
  return until && until > at ? until : null;
}

const MISSED_KEPT = 100;

const missedLately = (missed: readonly MissedSession[], at: Instant): readonly MissedSession[] =>
  missed.filter((session) => millisOf(session.at) > millisOf(at) - MISSED_WITHIN_DAYS * DAY_MILLIS);

const HELD_BY: Partial<Record<PersonLimit, Role>> = { hostedUpcoming: 'host', bookingsHeld: 'guest' };

function limitsOf(cost: Cost, uses: readonly Use[], held: readonly HeldSession[]): readonly PersonLimit[] {
  switch (cost.type) {
    case 'open':
      return ['missedSessions', 'hostedUpcoming', 'openedPerDay', ...(cost.isReserved === true ? (['reservedPerDay'] as const) : [])];
    case 'book':
      return [
        'missedSessions',
        'bookingsHeld',
        'bookedPerDay',
        ...(hasLeft(cost.hostSub, uses, held) ? (['sameHostPerDay'] as const) : []),
      ];
    case 'move':
      return [];
    case 'return':
      return cost.session.role === 'host' ? ['hostedUpcoming'] : ['bookingsHeld'];
    case 'propose':
      return ['proposedPerDay'];
    case 'note':
      return ['notedPerDay'];
    case 'mail':
      return ['mailedPerDay'];
    case 'wish':
      // Mail about a session that they may not book is of no use to them.
      return ['missedSessions', 'wishMailsPerDay'];
  }
}

const hasLeft = (hostSub: string, uses: readonly Use[], held: readonly HeldSession[]): boolean =>
  uses.some(({ booking }) => booking?.hostSub === hostSub && !held.some(({ roomId }) => roomId === booking.roomId));

/** When each of what counts towards a limit stops counting, the soonest first. */
function endsOf(limit: PersonLimit, uses: readonly Use[], held: readonly HeldSession[], hostSub: string | null): readonly Instant[] {
  const role = HELD_BY[limit];
  if (role === undefined) {
    const counted = uses.filter(
      (use) => use.limit === limit && (limit !== 'sameHostPerDay' || hostSub === null || use.booking?.hostSub === hostSub),
    );
    const first = counted.filter((use, n) => !counted.slice(0, n).some((earlier) => isSameRequest(earlier, use.request)));
    return first.map(({ at }) => instantAt(millisOf(at) + DAY_MILLIS)).toSorted();
  }
  const ends = new Map(held.filter((session) => session.role === role).map((session) => [session.roomId, endOf(session)]));
  return [...ends.values()].toSorted();
}

/** When so many more times fit into what is allowed; null when they fit already. More than are ever allowed fit at no time. */
function reopensAt(ends: readonly Instant[], allowed: number, { times, at }: { readonly times: number; readonly at: Instant }) {
  const tooMany = ends.length + times - allowed;
  return tooMany <= 0 ? null : (ends[tooMany - 1] ?? ends.at(-1) ?? instantAt(millisOf(at) + DAY_MILLIS));
}

const isSameRequest = (use: Use, request: string | undefined): boolean => request !== undefined && use.request === request;

const usesSince = (uses: readonly Use[], at: Instant): readonly Use[] => uses.filter((use) => millisOf(use.at) > millisOf(at) - DAY_MILLIS);
