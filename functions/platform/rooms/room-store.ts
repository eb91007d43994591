import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { RoomId } from '../../../shared/words/ids.ts';
import { ROOMS } from '../../../shared/words/table-names.ts';
import type { OwedLook } from '../../../shared/room/ask-wishers.ts';
import type { OwedAudit } from '../../../shared/room/owed-audit.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import { uncreated, type ExistingRoom, type Room } from '../../../shared/room/room.ts';
import { earliest, millisOf, type Instant } from '../../../shared/time/instant.ts';
import { DEFAULT_OWING_SHARDS, MOST_OWING_SHARDS } from '../../../shared/words/owing-shards.ts';
import { requireSpace } from './outbox-full.ts';
import { conditionally } from '../conditional-write.ts';
import type { Log } from '../log.ts';
import { parseRoomRow, type ParsedRoom } from './read-room-row.ts';
import { reportUnreadable, UnreadableRow, type RawRow } from './unreadable-row.ts';
import { roomAttributes } from './write-room-row.ts';

export interface StoredRoom {
  readonly id: RoomId;
  readonly room: Room;
  /** The optimistic lock; 0 means that the item does not exist yet, or was written before versions were kept. Never the iTIP SEQUENCE. */
  readonly version: number;
  /** Mail decided and not yet sent, by key, oldest first. Null: the item has no outbox attribute. */
  readonly outbox: ReadonlyMap<string, OwedMail> | null;
  /** Records that are owed to the audit trail, by key, in the order of their decisions. */
  readonly audits: ReadonlyMap<string, OwedAudit>;
  /** Looks for those who wish for such a session, by key. */
  readonly looks: ReadonlyMap<string, OwedLook>;
  /** Keys of owed mail that this version cannot read. */
  readonly unreadableMail: readonly string[];
  /** When the sweeper looks at the room next; null while it owes nothing. */
  readonly owingSince: Instant | null;
  /** The row as it was read. */
  readonly row?: RawRow;
}

export interface RoomStore {
  /** Throws `UnreadableRow`, which is logged and counted, where the row breaks the schema. */
  readonly load: (id: RoomId) => Promise<StoredRoom>;
  /**
   * Stores a decision with the mail and the records that it owes in one conditional write. False when someone else decided first.
   * Throws `OutboxFull` when the room already owes too much to owe more. Mail of the decision with the seed `recalls` is owed no more.
   */
  readonly save: (
    read: StoredRoom,
    room: ExistingRoom,
    mail: readonly OwedMail[],
    audit?: OwedAudit,
    recalls?: string,
    look?: OwedLook,
  ) => Promise<boolean>;
  /**
   * Removes mail and records that are done with. If nothing was decided since the room was read, it is out of the sweeper's way until
   * `next`, where that is given; otherwise it stops owing mail when none is left.
   */
  readonly removeMail: (read: StoredRoom, keys: readonly string[], next?: Instant) => Promise<void>;
  /** Rooms that the sweeper was to look at before `before`, at most `limit` of each shard, the longest due first. */
  readonly owing: (before: Instant, limit: number) => Promise<readonly RoomId[]>;
}

/** @param owingShards over how many partitions the rooms that owe mail are spread */
export function createRoomStore(
  db: DynamoDBDocumentClient,
  table: string,
  log: Log,
  owingShards: number = DEFAULT_OWING_SHARDS,
): RoomStore {
  return {
    load: async (id) => {
      const { Item } = await db.send(new GetCommand({ TableName: table, Key: { [ROOMS.key]: id }, ConsistentRead: true }));
      return Item ? { id, ...parseOrReport(log, Item) } : makeAbsentRoom(id);
    },
    save: async (read, room, mail, audit, recalls, look) => {
      requireSpace(read, mail);
      const outbox = outboxWrite(read, nameEntries(read, mail, audit, look), room.updatedAt, owingShards);
      const recalled = [...(read.outbox ?? [])].filter(([, { seed }]) => seed === recalls).map(([name]) => name);
      return succeeds(db.send(decisionWrite(table, read, room, { ...outbox, recalled })));
    },
    removeMail: async (read, keys, next) => {
      const left = countOwed(read) - keys.length;
      const mark = next ? { since: next, shard: shardOf(read.id, owingShards) } : left === 0 ? 'none' : undefined;
      if (mark && (await succeeds(db.send(removalWrite(table, read, keys, mark))))) return;
      if (keys.length > 0) await db.send(removalWrite(table, read, keys));
    },
    owing: async (before, limit) => {
      const pages = await Promise.all(shardsAt(before, owingShards).map((shard) => db.send(owingQuery(table, shard, before, limit))));
      return pages.flatMap(({ Items = [] }) => Items).map((item) => item[ROOMS.key] as RoomId);
    },
  };
}

/** How much a room owes: mail, records and looks. */
export const countOwed = ({ outbox, audits, looks, unreadableMail }: StoredRoom): number =>
  (outbox?.size ?? 0) + audits.size + looks.size + unreadableMail.length;

/** What a store gives for an id that has no row. */
export const makeAbsentRoom = (id: RoomId): StoredRoom => ({
  id,
  room: uncreated,
  version: 0,
  outbox: null,
  audits: new Map(),
  looks: new Map(),
  unreadableMail: [],
  owingSince: null,
});

function parseOrReport(log: Log, row: RawRow): ParsedRoom {
  try {
    return parseRoomRow(row, log);
  } catch (error) {
    if (error instanceof UnreadableRow) reportUnreadable(log, error);
    throw error;
  }
}

/**
 * An update and never a put: a put would write back outbox entries that the mailer removed in between. The two kinds
 * of first write (a new room; a row from before versions) differ in what may not be there yet.
 */
function decisionWrite(
  table: string,
  read: StoredRoom,
  room: ExistingRoom,
  outbox: ReturnType<typeof outboxWrite> & { readonly recalled: readonly string[] },
): UpdateCommand {
  const version = read.version + 1;
  const attributes = Object.entries({ ...roomAttributes(room, read.row), version });
  const set = attributes.filter(([, value]) => value !== undefined);
  const removed = attributes.filter(([, value]) => value === undefined).map(([name]) => `#${name}`);
  const recalled = outbox.recalled.map((_, n) => `#outbox.#recalled${n}`);
  return new UpdateCommand({
    TableName: table,
    Key: { [ROOMS.key]: read.id },
    ConditionExpression: conditionOn(read),
    UpdateExpression: [
      `SET ${[...set.map(([name]) => `#${name} = :${name}`), ...outbox.set].join(', ')}`,
      ...(removed.length + recalled.length > 0 ? [`REMOVE ${[...removed, ...recalled].join(', ')}`] : []),
    ].join(' '),
    ExpressionAttributeNames: {
      ...Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
      ...outbox.names,
      ...(recalled.length > 0 && { '#outbox': 'outbox' }),
      ...Object.fromEntries(outbox.recalled.map((name, n) => [`#recalled${n}`, name])),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...outbox.values,
      ...(read.version > 0 && { ':read': read.version }),
    },
  });
}

function conditionOn(read: StoredRoom): string {
  if (read.room.status === 'uncreated') return 'attribute_not_exists(id)';
  return read.version === 0 ? 'attribute_exists(id) AND attribute_not_exists(#version)' : '#version = :read';
}

type OutboxEntry = readonly [name: string, owed: OwedMail | OwedAudit | OwedLook];

/** What a decision owes, by names that begin with the version it makes: so they sort in the order of decisions. */
const nameEntries = (
  { version }: StoredRoom,
  mail: readonly OwedMail[],
  audit: OwedAudit | undefined,
  look: OwedLook | undefined,
): readonly OutboxEntry[] => [
  ...mail.map((owed, n) => [`${version + 1}-${n}`, owed] as const),
  ...(audit ? [[`${version + 1}-audit`, audit] as const] : []),
  ...(look ? [[`${version + 1}-look`, look] as const] : []),
];

function outboxWrite(read: StoredRoom, entries: readonly OutboxEntry[], at: Instant, owingShards: number) {
  const owing = entries.length > 0;
  const names: Record<string, string> = owing ? { '#owing_shard': 'owing_shard', '#owing_since': 'owing_since' } : {};
  // New mail is looked after at once, also when all that is owed so far has to wait.
  const since = earliest(at, read.owingSince ?? at);
  const values: Record<string, unknown> = owing ? { ':owing_shard': shardOf(read.id, owingShards), ':owing_since': since } : {};
  const marks = owing ? ['#owing_shard = :owing_shard', '#owing_since = :owing_since'] : [];
  if (read.outbox === null) {
    const whole = { ':outbox': Object.fromEntries(entries) };
    return { set: [...marks, '#outbox = :outbox'], names: { ...names, '#outbox': 'outbox' }, values: { ...values, ...whole } };
  }
  return {
    set: [...marks, ...entries.map((_, n) => `#outbox.#mail${n} = :mail${n}`)],
    names: { ...names, ...(owing && { '#outbox': 'outbox' }), ...Object.fromEntries(entries.map(([key], n) => [`#mail${n}`, key])) },
    values: { ...values, ...Object.fromEntries(entries.map(([, mail], n) => [`:mail${n}`, mail])) },
  };
}

// Spreads the index of owing rooms over a few partitions, so that no burst of bookings heats one of them.
/** Those in use, and one of all that could be: when there were more of them, their rooms are found within an hour. */
function shardsAt(time: Instant, owingShards: number): readonly string[] {
  const other = Math.floor(millisOf(time) / 60_000) % MOST_OWING_SHARDS;
  return [...Array.from({ length: owingShards }, (_, shard) => shard), ...(other < owingShards ? [] : [other])].map(String);
}

const shardOf = (id: RoomId, owingShards: number): string => String(Number.parseInt(id.slice(0, 8), 16) % owingShards);

interface Mark {
  readonly since: Instant;
  readonly shard: string;
}

/** `mark`: when the room is to be looked at next, or `none` when nothing is due in it; only while nothing was decided since. */
function removalWrite(table: string, read: StoredRoom, keys: readonly string[], mark?: Mark | 'none'): UpdateCommand {
  const removed = [...keys.map((_, n) => `outbox.#mail${n}`), ...(mark === 'none' ? ['owing_shard', 'owing_since'] : [])];
  const next = mark === undefined || mark === 'none' ? null : { ':next': mark.since, ':shard': mark.shard };
  const values = { ...(mark && { ':read': read.version }), ...next };
  return new UpdateCommand({
    TableName: table,
    Key: { [ROOMS.key]: read.id },
    // An item that is gone must not come back as an empty one.
    ConditionExpression: mark ? 'version = :read' : 'attribute_exists(id)',
    UpdateExpression: [
      ...(next ? ['SET owing_since = :next, owing_shard = :shard'] : []),
      ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
    ].join(' '),
    ...(keys.length > 0 && { ExpressionAttributeNames: Object.fromEntries(keys.map((key, n) => [`#mail${n}`, key])) }),
    ...(mark && { ExpressionAttributeValues: values }),
  });
}

const owingQuery = (table: string, shard: string, before: Instant, limit: number) =>
  new QueryCommand({
    TableName: table,
    IndexName: ROOMS.indexes.owingMail.name,
    KeyConditionExpression: 'owing_shard = :shard AND owing_since < :before',
    ExpressionAttributeValues: { ':shard': shard, ':before': before },
    Limit: limit,
  });

const succeeds = async (write: Promise<object>): Promise<boolean> => (await conditionally(write)) !== undefined;
