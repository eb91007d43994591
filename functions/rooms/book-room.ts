import { bookRoomRequest } from '../../shared/api/contract.ts';
import { hasBody, readJson } from '../platform/http/http-body.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import { requireRoom, answerWithRoom } from './answer-with-room.ts';
import { describeCaller } from './caller.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import type { SignedInEndpoint } from './deps.ts';
import { roomIdOf } from './request-ids.ts';

/** `POST /api/rooms/{id}/booking`. The body may be left out by people who have a zone in their account. */
export const bookRoom: SignedInEndpoint = async (deps, request, caller) => {
  const id = roomIdOf(request);
  const { timeZone, allowOverlap = false } = hasBody(request) ? readJson(request, bookRoomRequest) : {};
  const guest = describeCaller(caller, (await deps.people.load(caller.sub)).profile, timeZone);
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const outcome = await runCharged(deps, id, { type: 'book', guest, at, seed }, { allowOverlap });
  const room = requireRoom(outcome, caller);
  if (outcome.kind === 'changed') deps.log.count('RoomsBooked');
  return await answerWithRoom(deps, room, caller, at);
};

/** `DELETE /api/rooms/{id}/booking` */
export const leaveRoom: SignedInEndpoint = async (deps, request, caller) => {
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const { undoSeconds } = deps;
  const outcome = await runCommand(deps, roomIdOf(request), { type: 'leave', by: { sub: caller.sub }, undoSeconds, at, seed });
  return answerWithRoom(deps, requireRoom(outcome, caller), caller, at);
};
