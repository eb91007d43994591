import { PROBLEMS } from '../../shared/api/problems.ts';
import { REFUSED_PARTS, type Refusal } from '../../shared/words/refusals.ts';
import type { ExistingRoom } from '../../shared/room/room.ts';
import type { OverlappingSession } from '../../shared/api/contract.ts';
import type { HeldSession } from '../../shared/room/usage.ts';
import { endOf } from '../../shared/time/time-slot.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { HttpError } from '../platform/http/http-error.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import { personLimit } from '../platform/people/person-limit.ts';
import type { ChargedOutcome } from '../platform/people/run-charged.ts';
import type { Caller } from './caller.ts';
import type { RoomsApiDeps } from './deps.ts';
import { viewFor, viewWithVenue } from './view.ts';

/** What a request calls the parts of its time slot; a part that it does not have is left out. */
export type SlotFields = Partial<Readonly<Record<'start' | 'duration', string>>>;

/**
 * The room after a decision. Throws the refusal as `HttpError`, at its field where it is about one. A person who may not see
 * the room reads that there is none, as in answer to GET; only who comes too late learns that.
 */
export function requireRoom(outcome: ChargedOutcome, { sub }: Pick<Caller, 'sub'>, fields: SlotFields = {}): ExistingRoom {
  if (outcome.kind === 'limited') throw personLimit(outcome.reached);
  if (outcome.kind === 'overlap') throw new HttpError('overlap', [], { sessions: outcome.sessions.map(sessionView) });
  if (outcome.kind === 'refused') {
    const isVisible = outcome.now.status !== 'uncreated' && viewFor(sub, outcome.now, outcome.now.updatedAt) !== null;
    if (!isVisible && outcome.now.status !== 'uncreated' && !SAID_TO_STRANGERS.has(outcome.reason)) throw new HttpError('room-not-found');
    const part = REFUSED_PARTS[outcome.reason];
    const field = part && fields[part];
    throw new HttpError(outcome.reason, field === undefined ? [] : [{ field, message: PROBLEMS[outcome.reason].detail }]);
  }
  if (outcome.now.status === 'uncreated') throw new Error('A decision was made about a room that does not exist');
  return outcome.now;
}

/** Of what a person may not see they learn why they came too late to it: for a booking, or to take back that they left. */
const SAID_TO_STRANGERS: ReadonlySet<Refusal> = new Set(['room-taken', 'too-late'] as const);

const sessionView = ({ roomId, role, startUtc, durationMinutes }: HeldSession): OverlappingSession => ({
  id: roomId,
  role,
  startUtc,
  endUtc: endOf({ startUtc, durationMinutes }),
  durationMinutes,
});

/** 200 with the room as the caller may see it. Throws `HttpError` 404 when they may not. */
export async function answerWithRoom(
  deps: Pick<RoomsApiDeps, 'findVenue'>,
  room: ExistingRoom,
  caller: Caller,
  now: Instant,
): Promise<HttpAnswer> {
  const view = await viewWithVenue(deps, caller.sub, room, now);
  if (!view) throw new HttpError('room-not-found');
  return { status: 200, body: view };
}
