import { createHash } from 'node:crypto';
import type { ExistingRoom } from '../../shared/room/room.ts';
import { venueOf } from '../../shared/room/venue-of.ts';
import { writeFeed, type FeedText } from '../../shared/itip/write-feed.ts';
import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import type { Log } from '../platform/log.ts';
import type { FeedStore, StoredFeed, WrittenFeed } from '../platform/people/feed-store.ts';
import { ownRoomsFrom, type OwnRoomsPosition } from '../platform/rooms/list-rooms.ts';
import type { FindVenue } from '../platform/rooms/find-venue.ts';
import type { RoomIndex } from '../platform/rooms/room-index-store.ts';
import type { World } from '../platform/world.ts';

export interface CurrentFeedDeps {
  readonly feeds: Pick<FeedStore, 'load' | 'claim' | 'save'>;
  readonly index: Pick<RoomIndex, 'ownRooms'>;
  readonly log: Log;
  readonly world: Pick<World, 'now'>;
  readonly text: FeedText;
  readonly findVenue: FindVenue;
}

/** So long a feed is served as it was written, and each request costs one read. A program asks once an hour. */
const FRESH_SECONDS = 30;
/** Pages of 50 sessions. A person can hold fewer than 100 that are to come; the newest of those that are over fill the rest. */
const PAGES_AT_MOST = 3;

/**
 * The feed with this digest, at most FRESH_SECONDS old; undefined where there is none. Of many who ask at once when it is too old, one
 * writes it anew, and the others get it as it was.
 */
export async function currentFeed(deps: CurrentFeedDeps, digest: string): Promise<WrittenFeed | undefined> {
  const feed = await deps.feeds.load(digest);
  if (!feed) return undefined;
  const now = deps.world.now();
  if (feed.written && feed.freshUntil !== null && now < feed.freshUntil) return feed.written;
  const isMine = await deps.feeds.claim(feed, instantAt(millisOf(now) + FRESH_SECONDS * 1000));
  return feed.written && !isMine ? feed.written : rewrite(deps, feed, now);
}

async function rewrite(
  { feeds, index, log, text, findVenue }: CurrentFeedDeps,
  { digest, sub, written }: StoredFeed,
  now: Instant,
): Promise<WrittenFeed> {
  const rooms = await ownRooms(index, sub, now);
  const ics = writeFeed(sub, rooms, now, text, await findVenues(findVenue, rooms));
  const fresh = { ics, etag: `"${createHash('sha256').update(ics).digest('base64url').slice(0, 22)}"` };
  if (fresh.etag !== written?.etag) await feeds.save(digest, fresh);
  log.count('FeedsWritten');
  return fresh;
}

async function ownRooms(index: CurrentFeedDeps['index'], sub: string, now: Instant): Promise<readonly ExistingRoom[]> {
  const rooms: ExistingRoom[] = [];
  let position: OwnRoomsPosition | null = ownRoomsFrom(now);
  for (let page = 0; page < PAGES_AT_MOST && position !== null; page++) {
    const { rows, next } = await index.ownRooms(sub, position);
    rooms.push(...rows);
    position = next;
  }
  return rooms;
}

async function findVenues(findVenue: FindVenue, rooms: readonly ExistingRoom[]): Promise<ReadonlyMap<RoomId, string>> {
  const found = rooms.map(async (room): Promise<readonly [RoomId, string][]> => {
    const venue = venueOf(room);
    const address = venue && (await findVenue(room.id, venue));
    return address === null ? [] : [[room.id, address]];
  });
  return new Map((await Promise.all(found)).flat());
}
