import { afterEach, expect, test } from 'vitest';
import { FunctionFailed, type FunctionSpec, FunctionTimedOut } from '../../local/workers/environment.ts';
import { type FunctionPool, type PoolLimits, Throttled } from '../../local/workers/function-pool.ts';
import { probePool } from './support/probe-pool.ts';

const pools: FunctionPool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.stop())));

function probe(
  spec?: Partial<FunctionSpec>,
  limits?: Partial<PoolLimits>,
): { invoke: (event: object) => Promise<any>; lines: string[]; pool: FunctionPool } {
  const { pool, lines } = probePool(spec, limits);
  pools.push(pool);
  return { pool, lines, invoke: (event) => pool.invoke(event) };
}

test('a function sees its own variables and none of this process', async () => {
  const seen = await probe().invoke({ hello: 1 });
  expect(seen).toMatchObject({ variable: 'its own', zone: 'UTC', event: { hello: 1 }, name: 'probe' });
  expect(seen.secret).toBeUndefined();
  expect(seen.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen.remaining).toBeGreaterThan(4000);
});

test('an environment handles one invocation at a time, and a further one is started while it is busy', async () => {
  const { invoke } = probe({}, { environments: 2 });
  await invoke({});
  const results = await Promise.all(Array.from({ length: 8 }, () => invoke({ waitMs: 60 })));
  expect(new Set(results.map(({ environment }) => environment)).size).toBe(2);
  expect(results.every(({ busy }) => busy === 1)).toBe(true);
});

test('an environment is used again', async () => {
  const { invoke } = probe();
  const [first, second] = [await invoke({}), await invoke({})];
  expect([second.environment, second.invocations]).toEqual([first.environment, 2]);
});

test('a line that has grown too long throttles', async () => {
  const { invoke } = probe({}, { environments: 1, waiting: 2 });
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => invoke({ waitMs: 20 })));
  expect(results.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  expect(results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))[0]).toBeInstanceOf(Throttled);
});

test('a function that throws fails its invocation, not its environment', async () => {
  const { invoke } = probe();
  const before = await invoke({});
  await expect(invoke({ fail: 'because' })).rejects.toThrow(/probe failed: Error: because/);
  expect((await invoke({})).environment).toBe(before.environment);
});

test.each([
  ['crashes', { crash: true }, FunctionFailed],
  ['ends its process', { exit: true }, FunctionFailed],
  ['takes longer than its timeout', { hang: true }, FunctionTimedOut],
])('a function that %s is replaced, and others go on', async (_, event, kind) => {
  const { invoke } = probe({ timeoutMs: 300 });
  const before = await invoke({});
  await expect(invoke(event)).rejects.toBeInstanceOf(kind);
  const after = await invoke({});
  expect(after.environment).not.toBe(before.environment);
  expect(after.invocations).toBe(1);
});

test('a function that cannot be loaded fails every invocation, without end or beginning', async () => {
  const { invoke, pool } = probe({ exportName: 'nothing' });
  await expect(pool.warm()).rejects.toThrow(/exports no function nothing/);
  await expect(invoke({})).rejects.toBeInstanceOf(FunctionFailed);
});

test('what a function writes arrives line by line', async () => {
  const { invoke, lines } = probe();
  await invoke({ log: 'one\ntwo' });
  await expect.poll(() => lines).toEqual(['one', 'two']);
});

test('a moved clock moves every date in a function, and no timer', async () => {
  const twoYears = 2 * 366 * 86_400_000;
  const { invoke } = probe({ clockOffsetMs: twoYears });
  const seen = await invoke({ waitMs: 10 });
  expect(seen.now - Date.now()).toBeGreaterThan(twoYears - 10_000);
  expect(seen.year).toBe(new Date(Date.now() + twoYears).getUTCFullYear());
  expect(seen.remaining).toBeLessThanOrEqual(5000);
});

test('events and results are JSON: what it cannot carry is gone', async () => {
  expect(await probe().invoke({ result: { kept: 1, gone: undefined } })).toEqual({ kept: 1 });
});
