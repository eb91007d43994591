import { createRoomRequest, rescheduleRoomRequest } from '../../shared/api/contract.ts';
import { readJson } from '../platform/http/http-body.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import { requireRoom, answerWithRoom, type SlotFields } from './answer-with-room.ts';
import { inZone } from './caller.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import type { SignedInEndpoint } from './deps.ts';
import { readPractice } from './read-practice.ts';
import { newRoomId, newUid, roomIdOf } from './request-ids.ts';

const FIELDS: SlotFields = { start: 'startUtc', duration: 'durationMinutes' };

/** `POST /api/rooms` */
export const createRoom: SignedInEndpoint = async (deps, request, caller) => {
  const { startUtc, durationMinutes, timeZone, allowOverlap = false, ...typed } = readJson(request, createRoomRequest);
  const practice = readPractice(typed, deps.practiceChoices);
  const host = inZone(caller, timeZone);
  const id = newRoomId(request, caller.sub, deps.world);
  const [at, seed, uid] = [deps.world.now(), deps.world.seed(), newUid(deps.world)];
  const command = { type: 'create', id, uid, host, startUtc, durationMinutes, practice, at, seed } as const;
  const outcome = await runCharged(deps, id, command, { allowOverlap });
  const room = requireRoom(outcome, caller, FIELDS);
  if (outcome.kind === 'changed') deps.log.count('RoomsCreated');
  return { ...answerWithRoom(room, caller, at), status: 201, headers: { location: `/api/rooms/${id}` } };
};

/** `POST /api/rooms/{id}/reschedule` */
export const rescheduleRoom: SignedInEndpoint = async (deps, request, caller) => {
  const id = roomIdOf(request);
  const { startUtc, durationMinutes = null, allowOverlap = false } = readJson(request, rescheduleRoomRequest);
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const command = { type: 'reschedule', by: { sub: caller.sub }, startUtc, durationMinutes, at, seed } as const;
  const outcome = await runCharged(deps, id, command, { allowOverlap });
  return answerWithRoom(requireRoom(outcome, caller, FIELDS), caller, at);
};

/** `DELETE /api/rooms/{id}` */
export const cancelRoom: SignedInEndpoint = async (deps, request, caller) => {
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const { undoSeconds } = deps;
  const outcome = await runCommand(deps, roomIdOf(request), { type: 'cancel', by: { sub: caller.sub }, undoSeconds, at, seed });
  return answerWithRoom(requireRoom(outcome, caller), caller, at);
};
