import type { ExportedPart } from '../../shared/api/contract.ts';
import { ownRoomsQuery } from '../../shared/api/queries.ts';
import { subOfImported } from '../../shared/room/identify.ts';
import { validate } from '../platform/http/http-body.ts';
import { ownRoomsFrom } from '../platform/rooms/list-rooms.ts';
import { readOwnRoomsCursor, writeOwnRoomsCursor } from './cursor.ts';
import type { SignedInEndpoint } from './deps.ts';
import { identifyCaller } from './identify-caller.ts';
import { viewOfWish } from './own-wishes.ts';
import { viewFor } from './view.ts';

/** Sessions that are read at once: each is several queries. */
const AT_ONCE = 10;

/** `GET /api/me/export`: what is kept about the caller, a page of sessions at a time. */
export const exportCaller: SignedInEndpoint = async (deps, request, caller) => {
  const { index, readPersonFile, wishes, world } = deps;
  const { cursor } = validate(ownRoomsQuery, request.queryStringParameters ?? {});
  const now = world.now();
  if (cursor === undefined) await identifyCaller(deps, caller);
  const { rows, next } = await index.ownRooms(caller.sub, cursor === undefined ? ownRoomsFrom(now) : readOwnRoomsCursor(cursor));
  const person = { subs: [caller.sub, subOfImported(caller.email)], addresses: [caller.email], firstNames: [] };
  const show = (sub: string, room: Parameters<typeof viewFor>[1]) => viewFor(sub, room, now);
  const sessions: ExportedPart['sessions'] = [];
  for (let n = 0; n < rows.length; n += AT_ONCE) {
    sessions.push(...(await Promise.all(rows.slice(n, n + AT_ONCE).map(({ id }) => readPersonFile.session(person, id, show)))));
  }
  const profile = cursor === undefined ? await readPersonFile.profile(caller.sub) : null;
  const own = cursor === undefined ? await wishes.list(caller.sub, now) : [];
  const body: ExportedPart = { profile, sessions, wishes: own.map(viewOfWish), cursor: next && writeOwnRoomsCursor(next) };
  return { status: 200, body };
};
