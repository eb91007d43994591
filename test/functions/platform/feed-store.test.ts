import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFeedSecret, digestOfSecret } from '../../../functions/platform/people/feed-secret.ts';
import { createFeedStore, type FeedStore } from '../../../functions/platform/people/feed-store.ts';
import { FeedTable } from '../../../infra/feed-table.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { memoryFeeds } from '../../support/memory-feeds.ts';
import { asha, monday } from '../../support/rooms.ts';
import { testTable } from '../../support/tables.ts';

interface Backend {
  readonly feeds: FeedStore;
  readonly close: () => Promise<void>;
}

interface DynamoBackend extends Backend {
  readonly db: DynamoDBDocumentClient;
  readonly table: string;
}

async function dynamoFeeds(endpoint?: string): Promise<DynamoBackend> {
  const { db, name, drop } = await testTable((scope) => new FeedTable(scope, 'Feeds'), endpoint);
  return { db, table: name, feeds: createFeedStore(db, name), close: drop };
}

const elsewhere = process.env['DYNAMODB_ENDPOINT'];
const backends: readonly (readonly [string, () => Promise<Backend>])[] = [
  ['memory', async () => ({ feeds: memoryFeeds(), close: async () => {} })],
  ['dynalite', () => dynamoFeeds()],
  ...(elsewhere ? [[elsewhere, () => dynamoFeeds(elsewhere)] as const] : []),
];

const freshDigest = () => digestOfSecret(createFeedSecret());
const written = { ics: 'BEGIN:VCALENDAR\r\nSUMMARY:Mara Ünal\r\nEND:VCALENDAR\r\n', etag: '"one"' };
const soon = plusMinutes(monday, 1);

describe.each(backends)('feeds in %s', (_, open) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  async function opened(): Promise<string> {
    const digest = freshDigest();
    await backend.feeds.open(digest, asha.sub);
    return digest;
  }

  test('a feed that was opened belongs to its person, and nothing is written yet', async () => {
    const digest = await opened();
    expect(await backend.feeds.load(digest)).toEqual({ digest, sub: asha.sub, written: null, freshUntil: null });
    expect(await backend.feeds.load(freshDigest())).toBeUndefined();
  });

  test('what was written comes back byte for byte', async () => {
    const digest = await opened();
    await backend.feeds.save(digest, written);
    expect((await backend.feeds.load(digest))?.written).toEqual(written);
  });

  test('one of many requests that find a feed too old may write it', async () => {
    const digest = await opened();
    const feed = (await backend.feeds.load(digest))!;
    const claims = await Promise.all(Array.from({ length: 20 }, () => backend.feeds.claim(feed, soon)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect((await backend.feeds.load(digest))?.freshUntil).toBe(soon);
    expect(await backend.feeds.claim((await backend.feeds.load(digest))!, plusMinutes(soon, 1))).toBe(true);
  });

  test('a feed that is closed stays closed, whatever was under way', async () => {
    const digest = await opened();
    const feed = (await backend.feeds.load(digest))!;
    await backend.feeds.close(digest, monday);
    expect(await backend.feeds.load(digest)).toBeUndefined();
    expect(await backend.feeds.claim(feed, soon)).toBe(false);
    await backend.feeds.save(digest, written);
    await backend.feeds.open(digest, asha.sub);
    expect(await backend.feeds.load(digest)).toBeUndefined();
  });
});

test('the row of a closed feed names nobody, holds no calendar, and DynamoDB deletes it a day later', async () => {
  const { db, table, feeds, close } = await dynamoFeeds(elsewhere);
  const digest = freshDigest();
  await feeds.open(digest, asha.sub);
  await feeds.save(digest, written);
  await feeds.close(digest, monday);
  const { Item } = await db.send(new GetCommand({ TableName: table, Key: { secret_digest: digest } }));
  expect(Item).toEqual({ secret_digest: digest, ttl: Date.parse(monday) / 1000 + 86_400 });
  await close();
});
