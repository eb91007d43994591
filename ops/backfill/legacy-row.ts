import { silentLog } from '../../functions/platform/log.ts';
import { parseRoomRow } from '../../functions/platform/rooms/read-room-row.ts';
import { UnreadableRow, type FieldProblem, type RawRow } from '../../functions/platform/rooms/unreadable-row.ts';
import { subOfImported } from '../../shared/room/identify.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { DURATIONS_IN_WORDS, isDuration } from '../../shared/words/durations.ts';

export type LegacyRow = { readonly room: ExistingRoom } | { readonly problems: readonly FieldProblem[] };

/** The room in a row of the service before this one; or what is wrong with it, field by field. No reason quotes a value. */
export function readLegacyRow(row: RawRow, now: Instant, keepsSubs: boolean): LegacyRow {
  try {
    const { room, leftOut } = parseRoomRow(row, silentLog);
    // Lists are shown without an element that nobody can read. An import refuses the row, because somebody can still mend it.
    const problems = [...leftOut, ...lengthProblems(room)];
    if (problems.length > 0) return { problems };
    const dated = { ...room, createdAt: creationOf(room, row, now), updatedAt: now };
    return { room: keepsSubs ? dated : knowByAddress(dated) };
  } catch (error) {
    if (error instanceof UnreadableRow) return { problems: error.problems };
    throw error;
  }
}

/** The other service's ids of people mean nothing here: each is known by their address until they sign in with it. */
function knowByAddress(room: ExistingRoom): ExistingRoom {
  const host = { ...room.host, sub: subOfImported(room.host.email) };
  if (room.status === 'open') return { ...room, host };
  const guest = room.guest && { ...room.guest, sub: subOfImported(room.guest.email) };
  return room.status === 'booked' ? { ...room, host, guest: guest ?? room.guest } : { ...room, host, guest };
}

function lengthProblems({ durationMinutes, proposals }: ExistingRoom): readonly FieldProblem[] {
  const reason = `not ${DURATIONS_IN_WORDS} minutes`;
  return [
    ...(isDuration(durationMinutes) ? [] : [{ field: 'duration_minutes', reason }]),
    ...proposals.flatMap((proposal, n) =>
      isDuration(proposal.durationMinutes) ? [] : [{ field: `proposals.${n}.proposed_end_utc`, reason: `${reason} after the start` }],
    ),
  ];
}

/** A row that does not say when it was made dates from the first thing that is known of it, and never from its start, which may be to come. */
function creationOf(room: ExistingRoom, row: RawRow, now: Instant): Instant {
  if ((row['created_at'] ?? null) !== null) return room.createdAt;
  const known = [...room.history.map(({ at }) => at), ...room.proposals.map(({ createdAt }) => createdAt), now];
  return known.toSorted()[0] ?? now;
}
