import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createReadFaultySince, createSesChannel } from '../../../functions/platform/mail/ses-channel-store.ts';
import { LedgerTable } from '../../../infra/ledger-table.ts';
import { instantAt, millisOf, plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { memoryChannel } from '../../support/memory-channel.ts';
import { monday } from '../../support/rooms.ts';
import { testTable, type TestTable } from '../../support/tables.ts';

let table: TestTable;
beforeAll(async () => {
  table = await testTable((scope) => new LedgerTable(scope, 'Ledger'));
}, 60_000);
afterAll(() => table.drop());

/** Each test has a time of its own: all share the one row. */
let drawn = 0;
const aMoment = (): Instant => plusMinutes(monday, 60 * ++drawn);
const workers = (count: number, rate: number) =>
  Array.from({ length: count }, () => createSesChannel(table.db, table.name, async () => rate));
const waits = (turns: readonly (Instant | null)[], from: Instant) => turns.map((turn) => turn && millisOf(turn) - millisOf(from));

describe.each([
  ['DynamoDB', (rate: number) => createSesChannel(table.db, table.name, async () => rate)],
  ['memory', (rate: number) => memoryChannel(rate)],
])('the channel in %s', (_, open) => {
  test('the channel gives turns at the rate, from now on', async () => {
    const channel = open(4);
    const now = aMoment();
    const turns = [await channel.takeTurn(now), await channel.takeTurn(now), await channel.takeTurn(now)];
    expect(waits(turns, now)).toEqual([0, 265, 530]);
    const later = plusMinutes(now, 1);
    expect(waits([await channel.takeTurn(later)], later)).toEqual([0]);
  });

  test('the channel gives no turn when two hours of them are given out', async () => {
    const channel = open(1 / 2400);
    const now = aMoment();
    const turns = [];
    for (let n = 0; n < 4; n++) turns.push(await channel.takeTurn(now));
    expect(waits(turns, now)).toEqual([0, 2_400_150, 4_800_300, null]);
    drawn += 3;
  });
});

test('many workers at once keep to the rate together, and no turn is given twice', async () => {
  const now = aMoment();
  const turns = await Promise.all(workers(5, 10).flatMap((worker) => Array.from({ length: 4 }, () => worker.takeTurn(now))));
  expect(waits(turns, now).toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 20 }, (_, n) => n * 106));
});

test('at a high rate one write takes several turns', async () => {
  const now = aMoment();
  const [worker] = workers(1, 100);
  const turns = [];
  for (let n = 0; n < 25; n++) turns.push(await worker!.takeTurn(now));
  expect(waits(turns, now)).toEqual(Array.from({ length: 25 }, (_, n) => Math.ceil(Math.round(n * 106) / 10)));
});

test('turns that a worker kept and did not use in time are given up', async () => {
  const now = aMoment();
  const [worker] = workers(1, 100);
  await worker!.takeTurn(now);
  const later = instantAt(millisOf(now) + 5000);
  expect(waits([await worker!.takeTurn(later)], later)).toEqual([0]);
});

test('a fault that one worker meets is known to all, until one of them gets a mail through', async () => {
  const [one, other] = workers(2, 1000);
  const read = createReadFaultySince(table.db, table.name);
  const now = aMoment();
  expect(await read()).toBeNull();
  await one!.takeTurn(now);
  await one!.recordFault(now);
  await other!.takeTurn(now);
  await other!.recordFault(plusMinutes(now, 1));
  expect(await read()).toBe(now);
  await one!.recordSuccess();
  expect(await read()).toBeNull();
});
