/*
 * The tables: their keys and their indexes, by name. The template makes them, the functions read and write them, and a test
 * table is one of them. A name that stands here stands nowhere else.
 */

/** An index holds only the rows that have its keys: none of ours covers a whole table. */
export interface TableIndex {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  /**
   * The attributes that an entry has beside its keys and the key of the table. It can never be changed: an index with
   * another projection is another index, with another name.
   */
  readonly projection: readonly string[] | 'all';
}

/**
 * `practice_rooms`. A room's fields are not in its indexes: a list by person reads the rooms that the index names, and the list of open
 * rooms has all that it shows in the one map `listing`. So a new field changes no index.
 */
export const ROOMS = {
  key: 'id',
  indexes: {
    openByDay: { name: 'open_listings_by_day', partitionKey: 'open_day', sortKey: 'start_utc', projection: ['listing'] },
    byHost: { name: 'room_keys_by_host', partitionKey: 'host_sub', sortKey: 'start_utc', projection: [] },
    byGuest: { name: 'room_keys_by_guest', partitionKey: 'guest_sub', sortKey: 'start_utc', projection: [] },
    byUid: { name: 'rooms_by_uid', partitionKey: 'ics_uid', projection: [] },
    owingMail: { name: 'rooms_owing_mail', partitionKey: 'owing_shard', sortKey: 'owing_since', projection: [] },
  },
} as const satisfies Table;

/** One row for each decision: only ever added to. */
export const AUDIT = { key: 'room_id', sortKey: 'decided_at', indexes: {} } as const satisfies Table;

/** One row for each proposal, also when its room keeps it no longer. */
export const PENDING_PROPOSALS = { key: 'room_id', sortKey: 'id', indexes: {} } as const satisfies Table;

export const PEOPLE = { key: 'sub', indexes: {} } as const satisfies Table;

/** One row for each address of a calendar feed, under the digest of its secret. */
export const FEEDS = { key: 'secret_digest', indexes: {} } as const satisfies Table;

/**
 * One row for each person who asked to be erased, or who was, under the digest of who they are to the sign-in: so the row of somebody who
 * is gone tells nobody who it was.
 */
export const ERASURES = {
  key: 'person_digest',
  indexes: { asked: { name: 'erasures_asked', partitionKey: 'asked_shard', sortKey: 'asked_at', projection: [] } },
} as const satisfies Table;

/** One row for each standing wish. A person has a few places for them, and the id of a wish is that of its place. */
export const WISHES = { key: 'wish_id', indexes: {} } as const satisfies Table;

/** Where a room finds the wishes that it may fit: one row for each wish and bucket, in the order in which the wishes were made. */
export const WISH_ENTRIES = { key: 'bucket', sortKey: 'entry', indexes: {} } as const satisfies Table;

export const MAGIC_LINKS = { key: 'token_hash', indexes: {} } as const satisfies Table;

export const SENDS = {
  key: 'send_key',
  indexes: {
    byRoom: { name: 'send_keys_by_room', partitionKey: 'room_id', sortKey: 'created_at', projection: [] },
    unheard: { name: 'unheard_mail', partitionKey: 'unheard_shard', sortKey: 'unheard_since', projection: [] },
  },
} as const satisfies Table;

/** One row of `SENDS` is about no mail: what became of the last probe. */
export const PROBE_ROW = 'last-probe';

export const IMIP_MESSAGES = {
  key: 'message_id',
  indexes: {
    byOutcome: { name: 'messages_by_outcome', partitionKey: 'outcome', sortKey: 'received_at', projection: 'all' },
    byUid: { name: 'message_keys_by_uid', partitionKey: 'uid', sortKey: 'received_at', projection: [] },
  },
} as const satisfies Table;

interface Table {
  readonly key: string;
  readonly sortKey?: string;
  readonly indexes: Readonly<Record<string, TableIndex>>;
}
