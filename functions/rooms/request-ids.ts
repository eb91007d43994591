import { createHash } from 'node:crypto';
import type { ProposalId, RoomId, Uid } from '../../shared/words/ids.ts';
import { HttpError, invalid } from '../platform/http/http-error.ts';
import type { HttpRequest } from '../platform/http/http-handler.ts';
import { uuidOf } from '../platform/uuid-of.ts';
import type { World } from '../platform/world.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The `{id}` of the path. Throws `HttpError` 404 for what cannot be one. */
export function roomIdOf({ pathParameters }: HttpRequest): RoomId {
  const id = (pathParameters?.['id'] ?? '').toLowerCase();
  if (!UUID.test(id)) throw new HttpError('room-not-found');
  return id as RoomId;
}

/** The `{pid}` of the path, whatever it is: the room knows its proposals. */
export const proposalIdOf = ({ pathParameters }: HttpRequest): ProposalId => (pathParameters?.['pid'] ?? '').toLowerCase() as ProposalId;

export const newUid = (world: World): Uid => world.uuid() as Uid;

/**
 * Repeated with the same `Idempotency-Key`, a request of the same person names the same new rooms: one for each week. The first is that
 * of a session that does not repeat.
 */
export const newWeeklyIds = (request: HttpRequest, sub: string, weeks: number, world: World): readonly RoomId[] =>
  Array.from({ length: weeks }, (_, n) => newId(request, n === 0 ? ['room', sub] : ['room', sub, `week ${n}`], world) as RoomId);

/** Repeated with the same `Idempotency-Key`, a request of the same person names the same new proposal of this room. */
export const newProposalId = (request: HttpRequest, sub: string, room: RoomId, world: World): ProposalId =>
  newId(request, ['proposal', room, sub], world) as ProposalId;

function newId({ headers }: HttpRequest, scope: readonly string[], world: World): string {
  const key = headers['idempotency-key'];
  if (key === undefined) return world.uuid();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid({ field: 'Idempotency-Key', message: 'Send 1 to 255 visible ASCII characters, for example a random UUID' });
  }
  const digest = createHash('sha256')
    .update(JSON.stringify([...scope, key]))
    .digest();
  return uuidOf(digest);
}
