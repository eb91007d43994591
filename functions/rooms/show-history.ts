import type { PastHistory } from '../../shared/api/contract.ts';
import { historyQuery } from '../../shared/api/queries.ts';
import { roleOf } from '../../shared/room/actor.ts';
import { visibleHistory } from '../../shared/room/history.ts';
import { participantOf } from '../../shared/room/room.ts';
import { validate } from '../platform/http/http-body.ts';
import { HttpError } from '../platform/http/http-error.ts';
import type { SignedInEndpoint } from './deps.ts';
import { roomIdOf } from './request-ids.ts';
import { historyView } from './view.ts';

/** Decisions of one page. Most enter one line into the history, some none. */
const PAGE_DECISIONS = 50;

/**
 * `GET /api/rooms/{id}/history`: what happened before the history of the room itself begins. Somebody who joined later sees only what
 * happened since.
 */
export const showHistory: SignedInEndpoint = async ({ rooms, readPastEntries }, request, { sub }) => {
  const { cursor } = validate(historyQuery, request.queryStringParameters ?? {});
  const { id, room } = await rooms.load(roomIdOf(request));
  const role = room.status === 'uncreated' ? null : roleOf(room, { sub });
  const viewer = room.status === 'uncreated' || role === null ? null : participantOf(room, role);
  if (room.status === 'uncreated' || viewer === null) throw new HttpError('room-not-found');
  const before = cursor ?? room.history[0]?.at ?? room.updatedAt;
  const { entries, next } = await readPastEntries(id, before, PAGE_DECISIONS);
  const history = visibleHistory({ history: entries.toReversed() }, viewer);
  const isLast = next === null || next < viewer.joinedAt;
  const body: PastHistory = { history: history.map(historyView), cursor: isLast ? null : next };
  return { status: 200, body };
};
