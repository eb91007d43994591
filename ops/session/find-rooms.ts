import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createRoomIndex } from '../../functions/platform/rooms/room-index-store.ts';
import { silentLog } from '../../functions/platform/log.ts';
import type { RawRow } from '../../functions/platform/rooms/unreadable-row.ts';
import { scanRows } from '../../functions/platform/row-reads-store.ts';
import { type EmailAddress, parseEmailAddress } from '../../shared/words/email-address.ts';
import type { Uid } from '../../shared/words/ids.ts';
import { ROOMS } from '../../shared/words/table-names.ts';
import { listAt, textAt } from '../json-value.ts';
import { OpsProblem } from '../ops-problem.ts';
import type { OpenTables } from '../open-tables.ts';

/** A room in which an address was found. */
export interface FoundRoom {
  readonly id: string;
  readonly startUtc: string;
  readonly status: string;
  readonly role: 'host' | 'guest' | 'former guest';
}

const ROOM_ID = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i;

/** The id of a room in what was typed: the id itself, or the address of the session's page. */
export const readRoomId = (typed: string): string | undefined => ROOM_ID.exec(typed)?.[1]?.toLowerCase();

/**
 * The row that an id, the address of a page or a calendar's UID stands for; undefined when there is none. Ids and UIDs look
 * alike, so both are tried.
 */
export async function findRoomRow({ db, rooms }: OpenTables, typed: string): Promise<RawRow | undefined> {
  const read = async (id: string): Promise<RawRow | undefined> =>
    (await db.send(new GetCommand({ TableName: rooms, Key: { [ROOMS.key]: id }, ConsistentRead: true }))).Item;
  const id = readRoomId(typed);
  const row = id === undefined ? undefined : await read(id);
  if (row !== undefined) return row;
  const byUid = await createRoomIndex(db, rooms, silentLog).findByUid((id ?? typed) as Uid);
  return byUid === undefined ? undefined : read(byUid);
}

/** The address in what was typed. Throws `OpsProblem` when it is none. */
export function requireAddress(typed: string): EmailAddress {
  const address = parseEmailAddress(typed);
  if (address === undefined) throw new OpsProblem(`'${typed}' is neither a session's id, nor its UID, nor an address.`, 2);
  return address;
}

/**
 * All rooms in which somebody of this address is or was, the newest first. No index holds addresses, so this reads the whole table:
 * an operator may wait, and may read what no function may.
 */
export async function scanForAddress({ db, rooms }: OpenTables, address: EmailAddress): Promise<readonly FoundRoom[]> {
  const scan = {
    TableName: rooms,
    ProjectionExpression: '#id, #status, start_utc, datetime_utc, host.email, guest.email, former_guests',
    ExpressionAttributeNames: { '#id': ROOMS.key, '#status': 'status' },
  };
  const found = await scanRows(db, scan, (row) => foundIn(row, address));
  return found.toSorted((a, b) => b.startUtc.localeCompare(a.startUtc));
}

function foundIn(row: RawRow, address: EmailAddress): readonly FoundRoom[] {
  const isMeant = (person: unknown): boolean => parseEmailAddress(textAt(person, 'email') ?? '') === address;
  const roles: Readonly<Record<FoundRoom['role'], boolean>> = {
    host: isMeant(row['host']),
    guest: isMeant(row['guest']),
    'former guest': listAt(row, 'former_guests').some(isMeant),
  };
  const role = (['host', 'guest', 'former guest'] as const).find((each) => roles[each]);
  if (role === undefined) return [];
  const startUtc = textAt(row, 'start_utc') ?? textAt(row, 'datetime_utc') ?? '';
  return [{ id: textAt(row, ROOMS.key) ?? '', startUtc, status: textAt(row, 'status') ?? '', role }];
}
