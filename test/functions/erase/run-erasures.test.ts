import { expect, test } from 'vitest';
import type { Erasure } from '../../../functions/erase/erase-person.ts';
import { runErasures } from '../../../functions/erase/run-erasures.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { memoryErasures } from '../../support/memory-erasures.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { asha, ben, monday } from '../../support/rooms.ts';
import { heldWorld } from '../../support/world.ts';

const receipt = {
  sessionsEnded: 0,
  rooms: 1,
  mailRows: 0,
  links: 0,
  answers: 0,
  rawMails: 0,
  auditRows: 0,
  proposals: 0,
  profiles: 1,
  signIns: 1,
  unreadable: [],
};

/** Two people have asked. `erase` says what becomes of each. */
async function twoAsked(erase: (address: string) => Erasure['kind'] | Error) {
  const erasures = memoryErasures();
  const world = heldWorld(monday);
  const log = memoryLog();
  const tried: string[] = [];
  await erasures.ask({ sub: asha.sub, address: asha.email }, plusMinutes(monday, -10));
  await erasures.ask({ sub: ben.sub, address: ben.email }, plusMinutes(monday, -5));
  const subOf = (address: string) => (address === asha.email ? asha.sub : ben.sub);
  const run = () =>
    runErasures({
      erasures,
      erase: async ({ subs, addresses: [address = ''] }) => {
        tried.push(address);
        expect(subs).toEqual([subOf(address), `imported:${address}`]);
        const became = erase(address);
        if (became instanceof Error) throw became;
        if (became === 'waiting') return { kind: 'waiting', sessionsEnded: 1, rooms: [] };
        await erasures.finish(subOf(address), world.now());
        return { kind: 'done', receipt };
      },
      log,
      world,
    });
  return { run, tried, erasures, world, log };
}

test('the person who has waited longest is erased first, and nobody twice', async () => {
  const { run, tried, log } = await twoAsked(() => 'done');
  await run();
  await run();
  expect(tried).toEqual([asha.email, ben.email]);
  expect(log.lines.filter(({ event }) => event === 'person.erased')).toHaveLength(2);
});

test('one whose erasure fails does not keep the others waiting, and is tried by the next run', async () => {
  let isBroken = true;
  const { run, tried, erasures, log } = await twoAsked((address) => (address === asha.email && isBroken ? new Error('away') : 'done'));
  await run();
  expect(tried).toEqual([asha.email, ben.email]);
  expect(log.lines.map(({ event }) => event)).toContain('erasure.failed');
  isBroken = false;
  await run();
  expect(tried).toEqual([asha.email, ben.email, asha.email]);
  expect(await erasures.listAsked()).toEqual([]);
});

test('one whose mail has to leave first is tried by the next run', async () => {
  let isOwing = true;
  const { run, tried } = await twoAsked((address) => (address === asha.email && isOwing ? 'waiting' : 'done'));
  await run();
  isOwing = false;
  await run();
  await run();
  expect(tried).toEqual([asha.email, ben.email, asha.email]);
});

test('one whose row cannot be read does not keep the others waiting', async () => {
  const { run, tried, erasures, log } = await twoAsked(() => 'done');
  const [first] = await erasures.listAsked();
  const { claim } = erasures;
  Object.assign(erasures, {
    claim: async (...wanted: Parameters<typeof claim>) => {
      if (wanted[0] === first?.digest) throw new Error('The row has another shape');
      return claim(...wanted);
    },
  });
  await run();
  expect(tried).toEqual([ben.email]);
  expect(log.lines.filter(({ event }) => event === 'erasure.failed')).toHaveLength(1);
});

test('what a killed run had begun is begun again when it can no longer be running', async () => {
  const { run, tried, erasures, world } = await twoAsked(() => 'done');
  const [first] = await erasures.listAsked();
  await erasures.claim(first?.digest ?? '', monday, plusMinutes(monday, 16));
  await run();
  expect(tried).toEqual([ben.email]);
  world.advance(16);
  await run();
  expect(tried).toEqual([ben.email, asha.email]);
});

test('a run begins nobody after five minutes, because it has to end', async () => {
  const scene = await twoAsked(() => {
    scene.world.advance(6);
    return 'done';
  });
  await scene.run();
  expect(scene.tried).toEqual([asha.email]);
  await scene.run();
  expect(scene.tried).toEqual([asha.email, ben.email]);
});

test('each run says for how long somebody has waited, so that an alarm can ring, and that nobody waits any more', async () => {
  let isOwing = true;
  const { run, log, world } = await twoAsked(() => (isOwing ? 'waiting' : 'done'));
  world.advance(7 * 60);
  await run();
  isOwing = false;
  await run();
  await run();
  const waited = (7 * 60 + 10) * 60;
  expect(log.measured('OldestErasure')).toEqual([waited, waited, 0]);
});
