import { introductionRequest, noteRequest } from '../../shared/api/contract.ts';
import { PROBLEMS } from '../../shared/api/problems.ts';
import { readJson } from '../platform/http/http-body.ts';
import { HttpError } from '../platform/http/http-error.ts';
import { runCharged } from '../platform/people/run-charged.ts';
import { runCommand } from '../platform/rooms/run-command.ts';
import { answerWithRoom, requireRoom } from './answer-with-room.ts';
import type { SignedInEndpoint } from './deps.ts';
import { roomIdOf } from './request-ids.ts';

/** `POST /api/rooms/{id}/notes`: a few words to the other party. */
export const sendNote: SignedInEndpoint = async (deps, request, caller) => {
  const { text } = readJson(request, noteRequest);
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const command = { type: 'write-note', by: { sub: caller.sub }, text, at, seed } as const;
  const outcome = await runCharged(deps, roomIdOf(request), command, { allowOverlap: true });
  if (outcome.kind === 'refused' && outcome.reason === 'note-empty')
    throw new HttpError('note-empty', [{ field: 'text', message: PROBLEMS['note-empty'].detail }]);
  return answerWithRoom(deps, requireRoom(outcome, caller), caller, at);
};

/** `PUT /api/rooms/{id}/introduction`: whether the caller wants to exchange addresses with the other party. */
export const introduceCaller: SignedInEndpoint = async (deps, request, caller) => {
  const { yes } = readJson(request, introductionRequest);
  const [at, seed] = [deps.world.now(), deps.world.seed()];
  const outcome = await runCommand(deps, roomIdOf(request), { type: 'introduce', by: { sub: caller.sub }, yes, at, seed });
  return answerWithRoom(deps, requireRoom(outcome, caller), caller, at);
};
