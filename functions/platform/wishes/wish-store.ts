import { setTimeout as pause } from 'node:timers/promises';
import { BatchWriteCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Person } from '../../../shared/room/person.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { bucketsOf } from '../../../shared/wish/wish-buckets.ts';
import { isSameWish, type WishTerms, type Wish } from '../../../shared/wish/wish.ts';
import type { WishId } from '../../../shared/words/ids.ts';
import { WISH_ENTRIES, WISHES } from '../../../shared/words/table-names.ts';
import { conditionally } from '../conditional-write.ts';
import { batchGetRows } from '../row-reads-store.ts';
import { entryAttributes, parseEntry, parseWish, positionOf, wishAttributes, type StoredWish, type WishEntry } from './wish-item.ts';
import { placesOf } from './wish-places.ts';

export interface WishStore {
  /** The wishes of a person that are not over, the oldest first. */
  readonly list: (sub: string, now: Instant) => Promise<readonly Wish[]>;
  /** Undefined for one that is gone. */
  readonly load: (id: WishId) => Promise<Wish | undefined>;
  /** The wish as it now stands; the one that is there already for the same again. `full`: the person has as many as they may have. */
  readonly add: (person: Person, wanted: WishTerms, now: Instant) => Promise<Wish | 'full'>;
  /** Ends a wish. One that was made since in its place stays. */
  readonly remove: (wish: Pick<Wish, 'id' | 'createdAt'>) => Promise<void>;
  /** Ends all wishes of a person. Gives how many there were. */
  readonly removeAll: (sub: string) => Promise<number>;
  /** Entries of a bucket, the oldest wish first. `next`: the position after which there may be more; null: there are none. */
  readonly find: (bucket: string, after: string | null, most: number) => Promise<FoundEntries>;
}

export interface FoundEntries {
  readonly entries: readonly WishEntry[];
  readonly next: string | null;
}

/** DynamoDB takes so many writes in one call. */
const BATCH_WRITES = 25;
const BATCH_ATTEMPTS = 6;

export interface WishTableNames {
  readonly wishes: string;
  readonly entries: string;
}

/**
 * A wish is a row, and an entry in each of its buckets. Entries are written first and deleted last, and the row says whether the wish
 * is there: so a crash in between leaves at most entries of no wish, which nobody is mailed for, and which expire.
 */
export function createWishStore(db: DynamoDBDocumentClient, tables: WishTableNames): WishStore {
  const all = async (sub: string): Promise<readonly StoredWish[]> => {
    const rows = await batchGetRows(db, tables.wishes, WISHES.key, placesOf(sub));
    return rows.flatMap((row) => parseWish(row) ?? []).toSorted((a, b) => (a.wish.createdAt < b.wish.createdAt ? -1 : 1));
  };
  const list = async (sub: string, now: Instant) => (await all(sub)).map(({ wish }) => wish).filter(({ until }) => until > now);
  const load = async (id: WishId): Promise<StoredWish | undefined> => {
    const { Item } = await db.send(new GetCommand({ TableName: tables.wishes, Key: { [WISHES.key]: id }, ConsistentRead: true }));
    return parseWish(Item);
  };
  const writeEntries = (buckets: readonly string[], request: (bucket: string) => object) =>
    writeAll(
      db,
      tables.entries,
      buckets.map((bucket) => request(bucket)),
    );
  const deleteEntries = (wish: Pick<Wish, 'id' | 'createdAt'>, buckets: readonly string[]) =>
    writeEntries(buckets, (bucket) => ({
      DeleteRequest: { Key: { [WISH_ENTRIES.key]: bucket, [WISH_ENTRIES.sortKey]: positionOf(wish) } },
    }));
  const remove = async ({ wish, buckets }: StoredWish) => {
    await conditionally(
      db.send(
        new DeleteCommand({
          TableName: tables.wishes,
          Key: { [WISHES.key]: wish.id },
          ConditionExpression: 'created_at = :made',
          ExpressionAttributeValues: { ':made': wish.createdAt },
        }),
      ),
    );
    await deleteEntries(wish, buckets);
  };
  const occupy = async (wish: Wish, buckets: readonly string[]): Promise<boolean> => {
    await writeEntries(buckets, (bucket) => ({ PutRequest: { Item: { [WISH_ENTRIES.key]: bucket, ...entryAttributes(wish) } } }));
    const put = new PutCommand({
      TableName: tables.wishes,
      Item: wishAttributes(wish, buckets),
      ConditionExpression: 'attribute_not_exists(wish_id) OR #until <= :now',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: { ':now': wish.createdAt },
    });
    if ((await conditionally(db.send(put))) !== undefined) return true;
    await deleteEntries(wish, buckets);
    return false;
  };
  return {
    list,
    load: async (id) => (await load(id))?.wish,
    add: async (person, wanted, now) => {
      const present = await list(person.sub, now);
      const same = present.find((wish) => isSameWish(wish, wanted));
      if (same) return same;
      const buckets = bucketsOf(wanted, now);
      for (const id of placesOf(person.sub).filter((place) => !present.some((wish) => wish.id === place))) {
        const wish: Wish = { id, person, ...wanted, createdAt: now };
        if (await occupy(wish, buckets)) return wish;
      }
      return 'full';
    },
    remove: async ({ id, createdAt }) => {
      const stored = await load(id);
      if (stored?.wish.createdAt === createdAt) await remove(stored);
    },
    removeAll: async (sub) => {
      const stored = await all(sub);
      for (const each of stored) await remove(each);
      return stored.length;
    },
    find: async (bucket, after, most) => {
      const { Items = [], LastEvaluatedKey } = await db.send(
        new QueryCommand({
          TableName: tables.entries,
          KeyConditionExpression: after === null ? '#bucket = :bucket' : '#bucket = :bucket AND #entry > :after',
          ExpressionAttributeNames: { '#bucket': WISH_ENTRIES.key, ...(after !== null && { '#entry': WISH_ENTRIES.sortKey }) },
          ExpressionAttributeValues: { ':bucket': bucket, ...(after !== null && { ':after': after }) },
          Limit: most,
        }),
      );
      const next = LastEvaluatedKey?.[WISH_ENTRIES.sortKey];
      return { entries: Items.flatMap((row) => parseEntry(row) ?? []), next: typeof next === 'string' ? next : null };
    },
  };
}

async function writeAll(db: DynamoDBDocumentClient, table: string, requests: readonly object[]): Promise<void> {
  for (let n = 0; n < requests.length; n += BATCH_WRITES) await writeBatch(db, table, requests.slice(n, n + BATCH_WRITES));
}

// DynamoDB leaves writes undone when it is busy: those are asked for again.
async function writeBatch(db: DynamoDBDocumentClient, table: string, requests: readonly object[]): Promise<void> {
  let left: object[] = [...requests];
  for (let attempt = 1; left.length > 0; attempt++) {
    if (attempt > BATCH_ATTEMPTS) throw new Error(`DynamoDB left ${left.length} rows unwritten ${BATCH_ATTEMPTS} times`);
    if (attempt > 1) await pause(Math.random() * 25 * 2 ** attempt);
    const { UnprocessedItems } = await db.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
    left = UnprocessedItems?.[table] ?? [];
  }
}
