import { createRequire } from 'node:module';
import { request } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { DataDirectory } from '../../local/data-directory.ts';
import { createTables, openTables, type TablesEngine } from '../../local/engines/tables.ts';
import { openTemplate, readResources } from '../../local/template/template.ts';
import { makeValues } from '../../local/template/values.ts';
import { until } from '../support/until.ts';

const root = mkdtempSync(join(tmpdir(), 'local-tables-'));
afterAll(() => rmSync(root, { recursive: true }));

const rooms = (indexKey = 'day') => ({
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: ['id', indexKey].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by_day',
      KeySchema: [{ AttributeName: indexKey, KeyType: 'HASH' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['b', 'a'] },
    },
  ],
});

async function open(name: string, { wasKilled = false, table = rooms(), indexLagMs = 0, throttledShare = 0 } = {}): Promise<TablesEngine> {
  const directory: DataDirectory = {
    path: (part) => join(root, name, part),
    wasKilled,
    claim: () => undefined,
    release: () => undefined,
    watch: () => ({ stop: () => undefined }),
  };
  const engine = await openTables(directory, {}, { indexLagMs, throttledShare });
  const raw = readResources({ Resources: { Rooms: { Type: 'AWS::DynamoDB::GlobalTable', Properties: table } } });
  await createTables(openTemplate(raw, makeValues(raw, { queues: '', site: '' })), engine.call);
  return engine;
}

const put = (engine: TablesEngine, id: string, day: string) =>
  engine.call('PutItem', { TableName: 'Rooms', Item: { id: { S: id }, day: { S: day } } });
const idsOf = async (engine: TablesEngine, day: string): Promise<string[]> => {
  const input = {
    TableName: 'Rooms',
    IndexName: 'by_day',
    KeyConditionExpression: '#d = :d',
    ExpressionAttributeNames: { '#d': 'day' },
    ExpressionAttributeValues: { ':d': { S: day } },
  };
  const { Items }: any = await engine.call('Query', input);
  return Items.map(({ id }: any) => id.S);
};

test('tables are made once and keep their items', async () => {
  const first = await open('kept');
  await put(first, 'r1', 'monday');
  await first.stop();
  const second = await open('kept');
  expect(await idsOf(second, 'monday')).toEqual(['r1']);
  await second.stop();
});

test('a table that was made in another shape is named, with the way out', async () => {
  await (await open('shape')).stop();
  await expect(open('shape', { table: rooms('week') })).rejects.toThrow(/table Rooms was made by another version.*--fresh/);
});

test('after a kill the indexes say what the items say', async () => {
  const before = await open('killed');
  await put(before, 'lost-from-index', 'monday');
  await put(before, 'moved', 'monday');
  await before.stop();
  await tamperWithIndex(join(root, 'killed', 'tables'));
  const after = await open('killed', { wasKilled: true });
  expect(await idsOf(after, 'monday')).toEqual(expect.arrayContaining(['lost-from-index', 'moved']));
  expect(await idsOf(after, 'sunday')).toEqual([]);
  await after.stop();
});

/** Leaves the index as a kill between its rows and the items would: one row is missing, one is there too early. */
async function tamperWithIndex(path: string): Promise<void> {
  const { Level } = createRequire(import.meta.resolve('dynalite'))('level');
  const files = new Level(path, { valueEncoding: 'json' });
  for await (const [key, row] of files.iterator({ gte: 'index-', lt: 'index.' })) {
    await files.del(key);
    if (row.id.S === 'moved')
      await files.put(key.replaceAll(Buffer.from('monday').toString('hex'), Buffer.from('sunday').toString('hex')), {
        ...row,
        day: { S: 'sunday' },
      });
  }
  await files.close();
}

test('a second process cannot open the same tables', async () => {
  const engine = await open('locked');
  await expect(open('locked')).rejects.toThrow(/in use by another process/);
  await engine.stop();
});

test('an index that lags changes later than its item, in the order of the writes, and is whole after a stop', async () => {
  const lagging = await open('lagging', { indexLagMs: 60_000 });
  await put(lagging, 'r1', 'monday');
  await put(lagging, 'r1', 'tuesday');
  expect(await idsOf(lagging, 'monday')).toEqual([]);
  const key = { TableName: 'Rooms', Key: { id: { S: 'r1' } } };
  expect(await lagging.call('GetItem', key)).toMatchObject({ Item: { day: { S: 'tuesday' } } });
  await lagging.stop();
  const current = await open('lagging');
  expect([await idsOf(current, 'monday'), await idsOf(current, 'tuesday')]).toEqual([[], ['r1']]);
  await current.stop();
});

test('a lag ends by itself', async () => {
  const lagging = await open('short-lag', { indexLagMs: 20 });
  await put(lagging, 'r1', 'monday');
  const ids = await until(
    'row in the index',
    () => idsOf(lagging, 'monday'),
    (found) => found.length > 0,
  );
  expect(ids).toEqual(['r1']);
  await lagging.stop();
});

test('the tables answer to their own host only', async () => {
  const engine = await open('own-host');
  const { port } = new URL(engine.url);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const foreign = request({ host: '127.0.0.1', port, method: 'POST', headers: { host: `evil.example:${port}` } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    foreign.on('error', reject).end('{}');
  });
  expect(status).toBe(421);
  await engine.stop();
});

test('a share of the calls is refused as above the rate of a table', async () => {
  const throttled = await open('throttled', { throttledShare: 0.5 });
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => put(throttled, `r${n}`, 'monday')));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(10);
  expect(refused.length).toBeLessThan(90);
  expect(refused[0]).toMatchObject({ reason: { type: 'ProvisionedThroughputExceededException' } });
  await throttled.stop();
});
