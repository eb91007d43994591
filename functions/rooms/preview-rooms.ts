import type { RoomPreview } from '../../shared/api/contract.ts';
import { LISTED_DAYS } from '../../shared/api/queries.ts';
import { millisOf, plusMinutes, type Instant } from '../../shared/time/instant.ts';
import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { RoomsApiDeps } from './deps.ts';

const SHOWN = 8;
const FRESH_MILLIS = 60_000;
/** No person has this id, so the sessions of all are in the list. */
const NOBODY = '';

/**
 * `GET /api/rooms/preview`: when the next open sessions begin and how long they are, for people who have not signed in. Nothing else of
 * them, and no id. Each instance of the function reads the list at most once a minute.
 */
export function previewRooms({ index, world }: Pick<RoomsApiDeps, 'index' | 'world'>): () => Promise<HttpAnswer> {
  let read: { readonly at: Instant; readonly body: RoomPreview } | undefined;
  return async () => {
    const now = world.now();
    if (read === undefined || millisOf(now) - millisOf(read.at) >= FRESH_MILLIS) {
      const before = plusMinutes(now, LISTED_DAYS.usual * 24 * 60);
      const { rows } = await index.openRooms({ sub: NOBODY, after: now, before, position: null });
      read = { at: now, body: { sessions: rows.slice(0, SHOWN).map(({ startUtc, durationMinutes }) => ({ startUtc, durationMinutes })) } };
    }
    // What has begun meanwhile is not open any more.
    const sessions = read.body.sessions.filter(({ startUtc }) => startUtc > now);
    return { status: 200, headers: { 'cache-control': 'public, max-age=60' }, body: { sessions } };
  };
}
