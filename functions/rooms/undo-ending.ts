import { undoRequest } from '../../shared/api/contract.ts';
import { hasBody, readJson } from '../platform/http/http-body.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import { answerWithRoom, requireRoom } from './answer-with-room.ts';
import type { SignedInEndpoint } from './deps.ts';
import { roomIdOf } from './request-ids.ts';

/** `POST /api/rooms/{id}/undo`: takes back that the caller cancelled or left. The body may be left out. */
export const undoEnding: SignedInEndpoint = async (deps, request, caller) => {
  const { allowOverlap = false } = hasBody(request) ? readJson(request, undoRequest) : {};
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const outcome = await runCharged(deps, roomIdOf(request), { type: 'undo', by: { sub: caller.sub }, at, seed }, { allowOverlap });
  return answerWithRoom(deps, requireRoom(outcome, caller), caller, at);
};
