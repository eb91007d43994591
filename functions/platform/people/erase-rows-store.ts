import { DeleteCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { PersonTraces } from '../../../shared/room/anonymise-room.ts';
import type { Room } from '../../../shared/room/room.ts';
import { millisOf, type Instant } from '../../../shared/time/instant.ts';
import { eraseAddress, type EmailAddress } from '../../../shared/words/email-address.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { FEEDS, IMIP_MESSAGES, MAGIC_LINKS, PEOPLE, SENDS } from '../../../shared/words/table-names.ts';
import type { RawRow } from '../rooms/unreadable-row.ts';
import { rowsInIndex, scanRows } from '../row-reads-store.ts';
import { eraseInDecisions, eraseInProposals } from './erase-trail-store.ts';
import type { FoundPerson, PersonTables } from './person-tables.ts';

/** What was erased, counted. No address and no name. */
export interface ErasedRows {
  readonly links: number;
  readonly messages: number;
  /** Keys of raw mail in the inbox: still to be deleted there. */
  readonly rawMail: readonly string[];
}

export interface ErasedRoomRows {
  readonly sends: number;
  readonly auditRows: number;
  readonly proposals: number;
}

/** Takes one person out of the rows beside the rooms. Each step may be done again. */
export interface RowEraser {
  /**
   * Rows of links, and of mail that came in. These tables are read whole, because nobody else finds a row by an address.
   * @param aliases addresses from which the person answered, as they said themselves. Somebody else may own one, so it counts only in
   * mail about sessions of this person
   */
  readonly eraseMail: (person: FoundPerson, uids: ReadonlySet<string>, aliases: readonly EmailAddress[]) => Promise<ErasedRows>;
  /** Rows of one room: of the ledger, of decisions, of proposals. */
  readonly eraseRoomRows: (roomId: RoomId, room: Room, person: PersonTraces, at: Instant) => Promise<ErasedRoomRows>;
  /** The rows of the person in `people`, and their calendar feed. */
  readonly erasePeople: (subs: readonly string[]) => Promise<number>;
  /** Whose rows in `people` name this person: they booked a session of theirs, or want none reserved by them. */
  readonly findNamers: (subs: readonly string[]) => Promise<readonly string[]>;
}

export const createRowEraser = (db: DynamoDBDocumentClient, tables: PersonTables): RowEraser => ({
  eraseMail: async (person, uids, aliases) => {
    const links = await scanRows(db, scanFor(tables.links, MAGIC_LINKS.key, 'actor_email'), (row) =>
      person.addresses.some((address) => address === row['actor_email']) ? [row] : [],
    );
    await deleteAll(db, tables.links, [MAGIC_LINKS.key], links);
    await eraseQuestions(db, tables.links, person.roomIds);
    const messages = await scanRows(
      db,
      scanFor(tables.messages, IMIP_MESSAGES.key, '#uid', 'attendee_email', 'notification', 'raw_pointer'),
      (row) => (isMailFrom(row, person.addresses) || uids.has(String(row['uid'])) ? [row] : []),
    );
    const isTheirs = (row: RawRow) => isMailFrom(row, person.addresses) || (uids.has(String(row['uid'])) && isMailFrom(row, aliases));
    const theirs = messages.filter(isTheirs);
    await deleteAll(db, tables.messages, [IMIP_MESSAGES.key], theirs);
    return { links: links.length, messages: theirs.length, rawMail: messages.map((row) => String(row['raw_pointer'])) };
  },
  eraseRoomRows: async (roomId, room, person, at) => ({
    sends: await eraseSends(db, tables.sends, roomId, person.addresses, at),
    auditRows: await eraseInDecisions(db, tables.audit, roomId, room, person),
    proposals: await eraseInProposals(db, tables.proposals, roomId, room, person),
  }),
  erasePeople: async (subs) => {
    const scan = {
      TableName: tables.feeds,
      ExpressionAttributeNames: { '#key': FEEDS.key, '#sub': 'sub' },
      ProjectionExpression: '#key, #sub',
    };
    const feeds = await scanRows(db, scan, (row) => (subs.includes(String(row['sub'])) ? [row] : []));
    await deleteAll(db, tables.feeds, [FEEDS.key], feeds);
    const deleted = await Promise.all(
      subs.map((sub) => db.send(new DeleteCommand({ TableName: tables.people, Key: { [PEOPLE.key]: sub }, ReturnValues: 'ALL_OLD' }))),
    );
    return deleted.filter(({ Attributes }) => Attributes !== undefined).length;
  },
  findNamers: (subs) =>
    scanRows(
      db,
      { TableName: tables.people, ProjectionExpression: '#sub, uses, refused_hosts', ExpressionAttributeNames: { '#sub': PEOPLE.key } },
      (row) =>
        usesIn(row).some((use) => isOfHost(use, subs)) || listIn(row, 'refused_hosts').some((sub) => subs.includes(String(sub)))
          ? [String(row[PEOPLE.key])]
          : [],
    ),
});

/** Links of the others that ask about a message which may be of the person: from where it came, and what it said. */
async function eraseQuestions(db: DynamoDBDocumentClient, table: string, roomIds: readonly RoomId[]): Promise<void> {
  const scan = {
    TableName: table,
    ProjectionExpression: '#key, room_id, #reply',
    ExpressionAttributeNames: { '#key': MAGIC_LINKS.key, '#reply': 'reply' },
  };
  const isMeant = (row: RawRow) => roomIds.some((id) => id === row['room_id']) && z.safeParse(questionRow, row['reply']).success;
  for (const row of await scanRows(db, scan, (each) => (isMeant(each) ? [each] : []))) {
    await db.send(
      new UpdateCommand({
        TableName: table,
        Key: { [MAGIC_LINKS.key]: row[MAGIC_LINKS.key] },
        ConditionExpression: 'attribute_exists(#reply)',
        UpdateExpression: 'REMOVE #reply.remember, #reply.note',
        ExpressionAttributeNames: { '#reply': 'reply' },
      }),
    );
  }
}

const questionRow = z.object({ mayBeEither: z.literal(true) });

const scanFor = (TableName: string, ...attributes: readonly string[]) => ({
  TableName,
  ProjectionExpression: attributes.join(', '),
  ...(attributes.includes('#uid') && { ExpressionAttributeNames: { '#uid': 'uid' } }),
});

/** The notification holds the return path of somebody who answered for them. */
const isMailFrom = (row: RawRow, addresses: readonly EmailAddress[]): boolean =>
  addresses.some((address) => row['attendee_email'] === address || String(row['notification']).toLowerCase().includes(address));

async function deleteAll(db: DynamoDBDocumentClient, table: string, keys: readonly string[], rows: readonly RawRow[]): Promise<void> {
  for (const row of rows) {
    await db.send(new DeleteCommand({ TableName: table, Key: Object.fromEntries(keys.map((key) => [key, row[key]])) }));
  }
}

/** How long a row stays that has forgotten whom it was for: far longer than a mailer may run. */
const FORGOTTEN_KEPT_SECONDS = 24 * 3600;

/**
 * Of mail to the other one stays that it was sent; what it said, where it is kept, names the person. Rows of mail to the person forget
 * them, and are not deleted: a mailer that has read the room before would take a mail without a row for one that was never sent.
 */
async function eraseSends(
  db: DynamoDBDocumentClient,
  table: string,
  roomId: RoomId,
  addresses: readonly EmailAddress[],
  at: Instant,
): Promise<number> {
  const rows = await rowsInIndex(db, table, SENDS.key, SENDS.indexes.byRoom, roomId);
  const isTheirs = (row: RawRow) => addresses.some((address) => address === row['attendee_email']);
  const update = (row: RawRow, expression: string, names: Record<string, string>, values?: Record<string, unknown>) =>
    db.send(
      new UpdateCommand({
        TableName: table,
        Key: { [SENDS.key]: row[SENDS.key] },
        UpdateExpression: expression,
        ExpressionAttributeNames: names,
        ...(values && { ExpressionAttributeValues: values }),
      }),
    );
  for (const row of rows.filter(isTheirs)) {
    await update(
      row,
      'SET attendee_email = :nobody, erased_at = :at, #ttl = :ttl REMOVE #mail, unheard_shard, unheard_since',
      { '#mail': 'mail', '#ttl': 'ttl' },
      {
        ':nobody': eraseAddress(String(row[SENDS.key]).slice(0, 16)),
        ':at': at,
        ':ttl': Math.floor(millisOf(at) / 1000) + FORGOTTEN_KEPT_SECONDS,
      },
    );
  }
  for (const row of rows.filter((each) => !isTheirs(each) && each['mail'] !== undefined)) {
    await update(row, 'REMOVE #mail', { '#mail': 'mail' });
  }
  return rows.filter(isTheirs).length;
}

const listIn = (row: RawRow, name: string): readonly unknown[] => {
  const list = row[name];
  return Array.isArray(list) ? list : [];
};

const usesIn = (row: RawRow): readonly unknown[] => listIn(row, 'uses');

const useRow = z.object({ host_sub: z.string() });

const isOfHost = (use: unknown, subs: readonly string[]): boolean => subs.includes(z.safeParse(useRow, use).data?.host_sub ?? '');
