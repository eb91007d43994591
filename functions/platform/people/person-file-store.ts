import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { findEntriesOf, findProposalsOf, isMeant, type PersonTraces } from '../../../shared/room/anonymise-room.ts';
import type { ExistingRoom } from '../../../shared/room/room.ts';
import { ROLES, type Role } from '../../../shared/words/roles.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { AUDIT, IMIP_MESSAGES, PENDING_PROPOSALS, PEOPLE, ROOMS, SENDS } from '../../../shared/words/table-names.ts';
import type { Log } from '../log.ts';
import { parseRoomRow } from '../rooms/read-room-row.ts';
import { readHistoryEntry } from '../rooms/room-row-schema.ts';
import { readOrReport, type RawRow } from '../rooms/unreadable-row.ts';
import { queryAllRows, rowsInIndex } from '../row-reads-store.ts';
import { parseEmailAddress } from '../../../shared/words/email-address.ts';
import type { PersonTables } from './person-tables.ts';

/** What the tables keep of a person about one session. Rows are as they are kept, without what is about the other one. */
export interface SessionOfPerson<View> {
  readonly id: RoomId;
  /** The session as its person may see it: as anybody who signed in does, once they have left. Null: they may not see it, or it is gone. */
  readonly session: View | null;
  /** What the session keeps of the person: as its host, its guest, or somebody who was its guest. */
  readonly asKept: unknown[];
  readonly mailToThem: unknown[];
  readonly answersOfThem: unknown[];
  readonly proposalsOfThem: unknown[];
  readonly doneByThem: unknown[];
}

/** Reads what the tables keep of a person. */
export interface PersonFile {
  /** Their row in `people`; null when there is none. */
  readonly profile: (sub: string) => Promise<unknown>;
  /** @param show the room as this person may see it */
  readonly session: <View>(
    person: PersonTraces,
    id: RoomId,
    show: (sub: string, room: ExistingRoom) => View | null,
  ) => Promise<SessionOfPerson<View>>;
}

/** Whose sessions they booked, and of whom they want no more, is about those. */
function withoutHosts(row: RawRow): RawRow {
  const { refused_hosts: _, uses, ...rest } = row;
  const known: readonly unknown[] = Array.isArray(uses) ? uses : [];
  return {
    ...rest,
    uses: known.map((use) =>
      typeof use === 'object' && use !== null ? Object.fromEntries(Object.entries(use).filter(([name]) => name !== 'host_sub')) : use,
    ),
  };
}

type FileTables = Omit<PersonTables, 'links' | 'feeds'>;

export const createPersonFile = (db: DynamoDBDocumentClient, tables: FileTables, log: Log): PersonFile => ({
  profile: async (sub) => {
    const { Item } = await db.send(new GetCommand({ TableName: tables.people, Key: { [PEOPLE.key]: sub }, ConsistentRead: true }));
    return Item ? withoutHosts(Item) : null;
  },
  session: (person, id, show) => readSessionOf({ db, tables, log }, person, id, show),
});

async function readSessionOf<View>(
  { db, tables, log }: { readonly db: DynamoDBDocumentClient; readonly tables: FileTables; readonly log: Log },
  person: PersonTraces,
  id: RoomId,
  show: (sub: string, room: ExistingRoom) => View | null,
): Promise<SessionOfPerson<View>> {
  const { Item: row } = await db.send(new GetCommand({ TableName: tables.rooms, Key: { [ROOMS.key]: id }, ConsistentRead: true }));
  const room = row && readOrReport(log, () => parseRoomRow(row, log).room);
  const [sends, messages, decisions, proposals] = await Promise.all([
    rowsInIndex(db, tables.sends, SENDS.key, SENDS.indexes.byRoom, id),
    room ? rowsInIndex(db, tables.messages, IMIP_MESSAGES.key, IMIP_MESSAGES.indexes.byUid, room.uid) : [],
    rowsOfRoom(db, tables.audit, AUDIT.key, id),
    rowsOfRoom(db, tables.proposals, PENDING_PROPOSALS.key, id),
  ]);
  return {
    id,
    session: room ? (person.subs.map((sub) => show(sub, room)).find((view) => view !== null) ?? null) : null,
    asKept: row ? partsOf(row, person) : [],
    mailToThem: inOrder(sends, 'created_at')
      .filter((send) => isTo(send, 'attendee_email', person))
      .map(withoutOther),
    answersOfThem: inOrder(messages, 'received_at').filter((message) => isTo(message, 'attendee_email', person)),
    proposalsOfThem: proposals.filter((proposal) => isProposalOf(proposal, room, person)),
    doneByThem: room ? findDoneBy(room, decisions, person) : [],
  };
}

/** Oldest first. */
const inOrder = (rows: readonly RawRow[], attribute: string): readonly RawRow[] =>
  rows.toSorted((a, b) => String(a[attribute]).localeCompare(String(b[attribute])));

const isTo = (row: RawRow, attribute: string, { addresses }: PersonTraces): boolean =>
  addresses.some((address) => address === row[attribute]);

/** A mail that is kept until it is sent again holds the given name of the other one. */
const withoutOther = (row: RawRow): RawRow => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'mail'));

const rowsOfRoom = (db: DynamoDBDocumentClient, table: string, key: string, id: RoomId) =>
  queryAllRows(db, {
    TableName: table,
    KeyConditionExpression: '#room = :room',
    ExpressionAttributeNames: { '#room': key },
    ExpressionAttributeValues: { ':room': id },
  });

/** The maps of a room's row that are about the person. */
function partsOf(row: RawRow, person: PersonTraces): unknown[] {
  const former: readonly unknown[] = Array.isArray(row['former_guests']) ? row['former_guests'] : [];
  const parts = [
    ['host', withAnswer(row, 'host')] as const,
    ['guest', withAnswer(row, 'guest')] as const,
    ['reserved for', row['reserved_for']] as const,
    ...former.map((one) => ['former guest', one] as const),
  ];
  return parts.flatMap(([role, part]) => (isPartOf(part, person) ? [{ role, ...part }] : []));
}

/** Somebody in the session, with what they have said of it afterwards. */
function withAnswer(row: RawRow, role: Role): unknown {
  const [part, answers] = [row[role], row['afterwards']];
  const answer: unknown =
    typeof answers === 'object' && answers !== null ? Object.entries(answers).find(([name]) => name === role)?.[1] : undefined;
  return typeof part === 'object' && part !== null && answer !== undefined ? { ...part, afterwards: answer } : part;
}

function isPartOf(part: unknown, person: PersonTraces): part is RawRow {
  if (typeof part !== 'object' || part === null || !('sub' in part) || !('email' in part)) return false;
  const email = parseEmailAddress(String(part.email));
  return email !== undefined && isMeant(person, { sub: String(part.sub), email });
}

function isProposalOf(row: RawRow, room: ExistingRoom | undefined, person: PersonTraces): boolean {
  const by = ROLES.find((role) => role === row['proposed_by']);
  const proposerEmail = parseEmailAddress(String(row['proposer_email']));
  if (by === undefined || proposerEmail === undefined) return false;
  return room ? findProposalsOf(room, person)({ by, proposerEmail }) : person.addresses.includes(proposerEmail);
}

/** What the person did, as the audit trail and the newest history have it. */
function findDoneBy(room: ExistingRoom, decisions: readonly RawRow[], person: PersonTraces): unknown[] {
  const past = decisions.flatMap(({ entries }) => (Array.isArray(entries) ? entries : [])).flatMap((raw) => readHistoryEntry(raw) ?? []);
  const known = new Set(past.map(({ at, event }) => `${at} ${event}`));
  const all = [...past, ...room.history.filter(({ at, event }) => !known.has(`${at} ${event}`))];
  return all.filter(findEntriesOf(room, person, all));
}
