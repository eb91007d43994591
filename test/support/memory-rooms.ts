import { PAGE_ROWS, type ListPage } from '../../functions/platform/rooms/list-rooms.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { openRowOf } from '../../functions/platform/rooms/open-row.ts';
import { requireSpace } from '../../functions/platform/rooms/outbox-full.ts';
import type { RoomIndex } from '../../functions/platform/rooms/room-index-store.ts';
import { countOwed, makeAbsentRoom, type RoomStore } from '../../functions/platform/rooms/room-store.ts';
import { guestOf, type ExistingRoom } from '../../shared/room/room.ts';
import { isProbeSub } from '../../shared/words/probe-names.ts';
import type { OwedLook } from '../../shared/room/ask-wishers.ts';
import type { OwedAudit } from '../../shared/room/owed-audit.ts';
import type { OwedMail } from '../../shared/room/owed-mail.ts';
import { earliest, type Instant } from '../../shared/time/instant.ts';

interface Kept {
  readonly room: ExistingRoom;
  readonly version: number;
  readonly outbox: ReadonlyMap<string, OwedMail>;
  readonly audits: ReadonlyMap<string, OwedAudit>;
  readonly looks: ReadonlyMap<string, OwedLook>;
  readonly owingSince: Instant | null;
}

export interface MemoryRooms extends RoomStore, RoomIndex {
  readonly all: () => readonly Kept[];
  /** When each room that has something due is due. */
  readonly listDue: (alsoIdle: boolean) => readonly Instant[];
}

/** Rooms in memory, with the contract of the real store: versioned, conditional, and never the same object twice. */
export function memoryRooms(): MemoryRooms {
  const kept = new Map<RoomId, Kept>();
  const all = () => structuredClone([...kept.values()]);
  return {
    all,
    // Nothing is copied, because a test with hundreds of rooms asks it at each step.
    listDue: (alsoIdle) =>
      [...kept.values()].flatMap(({ outbox, audits, looks, owingSince }) =>
        owingSince !== null && (alsoIdle || outbox.size + audits.size + looks.size > 0) ? [owingSince] : [],
      ),
    load: async (id) => {
      const found = kept.get(id);
      return found ? structuredClone({ id, ...found, unreadableMail: [] }) : makeAbsentRoom(id);
    },
    save: async (read, room, mail, audit, recalls, look) => {
      requireSpace(read, mail);
      await turn();
      const present = kept.get(read.id);
      if ((present?.version ?? 0) !== read.version || (present === undefined) !== (read.room.status === 'uncreated')) return false;
      const version = read.version + 1;
      const owed = [...(present?.outbox ?? [])].filter(([, { seed }]) => seed !== recalls);
      const outbox = new Map([...owed, ...mail.map((added, n) => [`${version}-${n}`, added] as const)]);
      const audits = new Map([...(present?.audits ?? []), ...(audit ? [[`${version}-audit`, audit] as const] : [])]);
      const looks = new Map([...(present?.looks ?? []), ...(look ? [[`${version}-look`, look] as const] : [])]);
      const owingSince =
        mail.length > 0 || audit || look ? earliest(room.updatedAt, read.owingSince ?? room.updatedAt) : (present?.owingSince ?? null);
      kept.set(read.id, structuredClone({ room, version, outbox, audits, looks, owingSince }));
      return true;
    },
    removeMail: async (read, keys, next) => {
      const present = kept.get(read.id);
      if (!present) return;
      const outbox = new Map([...present.outbox].filter(([key]) => !keys.includes(key)));
      const audits = new Map([...present.audits].filter(([key]) => !keys.includes(key)));
      const looks = new Map([...present.looks].filter(([key]) => !keys.includes(key)));
      const isAll = keys.length === countOwed(read);
      const mark = next ?? (isAll ? null : present.owingSince);
      kept.set(read.id, { ...present, outbox, audits, looks, owingSince: present.version === read.version ? mark : present.owingSince });
    },
    owing: async (before, limit) => {
      const owing = [...kept.values()].flatMap(({ room, owingSince }) =>
        owingSince && owingSince < before ? [{ id: room.id, owingSince }] : [],
      );
      const shards = Map.groupBy(
        owing.toSorted((a, b) => compare(a.owingSince, b.owingSince)),
        ({ id }) => Number.parseInt(id.slice(0, 8), 16) % 8,
      );
      return [...shards.values()].flatMap((shard) => shard.slice(0, limit).map(({ id }) => id));
    },
    ...memoryIndex(() => all().map(({ room }) => room)),
  };
}

function memoryIndex(rooms: () => readonly ExistingRoom[]): RoomIndex {
  return {
    openRooms: async ({ sub, after, before, position, matches = () => true, countsAll = false }) => {
      const open = rooms()
        .filter(
          (room) =>
            room.status === 'open' &&
            room.reservedFor === null &&
            !isProbeSub(room.host.sub) &&
            room.startUtc > after &&
            room.startUtc < before &&
            room.host.sub !== sub,
        )
        .toSorted((a, b) => compare(placeOf(a), placeOf(b)))
        .filter((room) => !position || placeOf(room) > placeOf(position));
      const listed = open.map(openRowOf);
      const found = listed.filter(matches);
      const shown = found.slice(0, PAGE_ROWS);
      const last = shown.at(-1);
      return {
        rows: shown,
        next: last && found.length > PAGE_ROWS ? { startUtc: last.startUtc, id: last.id } : null,
        all: countsAll ? listed : null,
      };
    },
    ownRooms: async (sub, { boundary, ...position }) => {
      const isFound = (room: ExistingRoom) => !isProbeSub(room.host.sub) || room.status !== 'cancelled';
      const own = rooms()
        .filter((room) =>
          [room.host, guestOf(room), room.status === 'open' ? room.reservedFor?.person : null].some((each) => each?.sub === sub),
        )
        .filter(isFound);
      const toCome = own.filter((room) => room.startUtc >= boundary).toSorted((a, b) => compare(placeOf(a), placeOf(b)));
      const over = own.filter((room) => room.startUtc < boundary).toSorted((a, b) => compare(placeOf(b), placeOf(a)));
      const listed = [...toCome, ...over];
      // Here one mark serves both roles: the position in the whole list.
      const given = listed.findIndex(({ id }) => id === position.asHost?.id);
      const { rows, next } = pageOf(listed.slice(given + 1));
      const mark = next && { startUtc: next.startUtc, id: next.id };
      return { rows, next: next && { part: next.startUtc < boundary ? 'over' : 'to-come', boundary, asHost: mark, asGuest: null } };
    },
    roomsById: async (ids) => rooms().filter(({ id }) => ids.includes(id)),
    findByUid: async (uid) => rooms().find((room) => room.uid === uid)?.id,
  };
}

function pageOf(rooms: readonly ExistingRoom[]): ListPage<ExistingRoom, ExistingRoom> {
  const rows = rooms.slice(0, PAGE_ROWS);
  return { rows, next: rooms.length > rows.length ? (rows.at(-1) ?? null) : null };
}

const placeOf = ({ startUtc, id }: { readonly startUtc: string; readonly id: string }): string => `${startUtc} ${id}`;

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

// Lets everyone who has loaded the room decide before the first of them saves.
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
