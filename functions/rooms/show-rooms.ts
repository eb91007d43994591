import type { RoomList, RoomView } from '../../shared/api/contract.ts';
import { LISTED_DAYS, openRoomsQuery, ownRoomsQuery } from '../../shared/api/queries.ts';
import { instantAt, millisOf, plusMinutes, type Instant } from '../../shared/time/instant.ts';
import { subOfImported } from '../../shared/room/identify.ts';
import { countChoices, isFilter, matchesFilter } from '../../shared/room/filter-rooms.ts';
import { participantOf, type ExistingRoom } from '../../shared/room/room.ts';
import { ROLES } from '../../shared/words/roles.ts';
import { validate } from '../platform/http/http-body.ts';
import { HttpError } from '../platform/http/http-error.ts';
import type { OpenRoomsQuery } from '../platform/rooms/list-rooms.ts';
import type { OpenRow } from '../platform/rooms/open-row.ts';
import { ownRoomsFrom } from '../platform/rooms/list-rooms.ts';
import { readOpenRoomsCursor, readOwnRoomsCursor, writeOpenRoomsCursor, writeOwnRoomsCursor } from './cursor.ts';
import type { Caller } from './caller.ts';
import type { SignedInEndpoint } from './deps.ts';
import { identifyCaller, identifyIn } from './identify-caller.ts';
import { readFilter } from './read-filter.ts';
import { roomIdOf } from './request-ids.ts';
import { rowView, viewWithVenue } from './view.ts';

/** The room was imported with one of its people known by the caller's address alone. */
const isImportedFor = (room: ExistingRoom, { email }: Caller): boolean =>
  ROLES.some((role) => participantOf(room, role)?.sub === subOfImported(email));

const DAY_MINUTES = 24 * 60;

/** `GET /api/rooms/{id}` */
export const showRoom: SignedInEndpoint = async (deps, request, caller) => {
  const id = roomIdOf(request);
  let { room } = await deps.rooms.load(id);
  if (room.status !== 'uncreated' && isImportedFor(room, caller)) {
    await identifyIn(deps, id, caller);
    ({ room } = await deps.rooms.load(id));
  }
  const view = room.status === 'uncreated' ? null : await viewWithVenue(deps, caller.sub, room, deps.world.now());
  if (!view) throw new HttpError('room-not-found');
  return { status: 200, body: view };
};

/** `GET /api/rooms` */
export const listOpenRooms: SignedInEndpoint = async ({ index, practiceChoices, world }, request, { sub, timeZone }) => {
  const query = validate(openRoomsQuery, request.queryStringParameters ?? {});
  const filter = readFilter(query, practiceChoices, timeZone);
  const { after, before, position } = query.cursor === undefined ? window(query, world.now()) : resumed(query.cursor, world.now());
  const matches = isFilter(filter) ? { matches: (row: OpenRow) => matchesFilter(row, filter) } : {};
  const { rows, next, all } = await index.openRooms({ sub, after, before, position, ...matches, countsAll: query.counts === true });
  const { status, body } = listed(rows.map(rowView), next && writeOpenRoomsCursor({ before, position: next }));
  return { status, body: query.counts === true ? { ...body, counts: all && countChoices(all, filter) } : body };
};

/** `GET /api/rooms/mine` */
export const listOwnRooms: SignedInEndpoint = async (deps, request, caller) => {
  const { index, world } = deps;
  const { sub } = caller;
  const { cursor } = validate(ownRoomsQuery, request.queryStringParameters ?? {});
  const now = world.now();
  if (cursor === undefined) await identifyCaller(deps, caller);
  const { rows, next } = await index.ownRooms(sub, cursor === undefined ? ownRoomsFrom(now) : readOwnRoomsCursor(cursor));
  const views = (await Promise.all(rows.map((room) => viewWithVenue(deps, sub, room, now)))).filter((view) => view !== null);
  return listed(views, next && writeOwnRoomsCursor(next));
};

type Window = Pick<OpenRoomsQuery, 'after' | 'before' | 'position'>;

function window({ from, days = LISTED_DAYS.usual }: { readonly from?: Instant; readonly days?: number }, now: Instant): Window {
  const start = from ?? now;
  const before = plusMinutes(start, days * DAY_MINUTES);
  // A room that starts at `from` is in; one that starts now can no longer be booked.
  const justBefore = instantAt(millisOf(start) - 1);
  return { after: justBefore > now ? justBefore : now, before, position: null };
}

const resumed = (cursor: string, now: Instant): Window => ({ after: now, ...readOpenRoomsCursor(cursor) });

const listed = (rooms: RoomView[], cursor: string | null): { readonly status: 200; readonly body: RoomList } => ({
  status: 200,
  body: { rooms, cursor },
});
