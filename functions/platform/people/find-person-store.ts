import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { PersonTraces } from '../../../shared/room/anonymise-room.ts';
import { parseEmailAddress, type EmailAddress } from '../../../shared/words/email-address.ts';
import { readGivenName } from '../../../shared/words/names.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { ROOMS } from '../../../shared/words/table-names.ts';
import type { RawRow } from '../rooms/unreadable-row.ts';
import { scanRows } from '../row-reads-store.ts';
import type { FoundPerson, PersonTables } from './person-tables.ts';

/** One place in a room's row that names somebody. */
interface Appearance {
  readonly roomId: RoomId;
  readonly sub: string | null;
  readonly address: EmailAddress | null;
  readonly name: string;
  readonly givenName: string | null;
}

const someone = z.object({
  sub: z.optional(z.string()),
  email: z.optional(z.string()),
  name: z.optional(z.nullable(z.string())),
  given_name: z.optional(z.nullable(z.string())),
});
// Imported rows have no such lists.
const list = z._default(
  z.pipe(
    z.unknown(),
    z.transform((raw): readonly unknown[] => (Array.isArray(raw) ? raw : [])),
  ),
  [],
);
const roomRow = z.object({
  host: z.optional(z.unknown()),
  guest: z.optional(z.unknown()),
  reserved_for: z.optional(z.unknown()),
  former_guests: list,
  proposals: list,
});
const proposalRow = z.object({ proposer_email: z.string() });

/**
 * Everything by which the tables know a person, and the rooms in which they are or were. No index holds addresses or people who
 * have left, so this reads the rooms and the ledger whole; the rooms again while they tell of one more address.
 */
export async function findPerson(
  db: DynamoDBDocumentClient,
  tables: PersonTables,
  asked: Pick<PersonTraces, 'subs' | 'addresses'>,
): Promise<FoundPerson> {
  const seen = await scanRooms(db, tables, asked);
  const subs = unique([...asked.subs, ...seen.flatMap(({ sub }) => sub ?? [])]);
  const addresses = unique([...asked.addresses, ...seen.flatMap(({ address }) => address ?? [])]);
  if (subs.length > asked.subs.length || addresses.length > asked.addresses.length) {
    return findPerson(db, tables, { subs, addresses });
  }
  const names = unique(seen.map(({ name }) => name).filter((name) => name !== ''));
  const firstNames = unique(seen.map(readGivenName).filter((name) => name !== ''));
  const roomIds = unique([...seen.map(({ roomId }) => roomId), ...(await scanSends(db, tables, addresses))]);
  return { subs, addresses, names, firstNames, roomIds };
}

const isOf = ({ subs, addresses }: Pick<PersonTraces, 'subs' | 'addresses'>, { sub, address }: Appearance): boolean =>
  (sub !== null && subs.includes(sub)) || (address !== null && addresses.includes(address));

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

const scanRooms = (db: DynamoDBDocumentClient, { rooms }: PersonTables, known: Pick<PersonTraces, 'subs' | 'addresses'>) =>
  scanRows(
    db,
    {
      TableName: rooms,
      ProjectionExpression: '#id, host, guest, reserved_for, former_guests, proposals',
      ExpressionAttributeNames: { '#id': ROOMS.key },
    },
    (row) => appearancesIn(row).filter((each) => isOf(known, each)),
  );

function appearancesIn(row: RawRow): readonly Appearance[] {
  const { data } = z.safeParse(roomRow, row);
  if (!data) return [];
  const roomId = row[ROOMS.key] as RoomId;
  const people = [data.host, data.guest, data.reserved_for, ...data.former_guests].flatMap((raw) => readSomeone(roomId, raw));
  const proposers = data.proposals.flatMap((raw) => {
    const address = parseEmailAddress(z.safeParse(proposalRow, raw).data?.proposer_email ?? '');
    return address === undefined ? [] : [{ roomId, sub: null, address, name: '', givenName: '' }];
  });
  return [...people, ...proposers];
}

function readSomeone(roomId: RoomId, raw: unknown): readonly Appearance[] {
  const { data } = z.safeParse(someone, raw);
  if (!data) return [];
  const { sub = null, email = '', name, given_name: givenName = null } = data;
  return [{ roomId, sub, address: parseEmailAddress(email) ?? null, name: name ?? '', givenName }];
}

/** Each guest got an invitation: so the ledger knows the rooms also of those whom the room no longer knows. */
const scanSends = (db: DynamoDBDocumentClient, { sends }: PersonTables, addresses: readonly EmailAddress[]) =>
  scanRows(db, { TableName: sends, ProjectionExpression: 'room_id, attendee_email' }, (row): readonly RoomId[] => {
    const address = parseEmailAddress(String(row['attendee_email']));
    return address !== undefined && addresses.includes(address) ? [row['room_id'] as RoomId] : [];
  });
