import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createErasureStore, digestOfPerson, type ErasureStore } from '../../../functions/platform/people/erasure-store.ts';
import { ErasuresTable } from '../../../infra/erasures-table.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { memoryErasures } from '../../support/memory-erasures.ts';
import { asha, ben, mallory, monday } from '../../support/rooms.ts';
import { testTable } from '../../support/tables.ts';

interface Backend {
  readonly erasures: ErasureStore;
  /** The stored row, as text. */
  readonly rowOf: (sub: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

async function dynamoErasures(endpoint?: string): Promise<Backend> {
  const { db, name, drop } = await testTable((scope) => new ErasuresTable(scope, 'Erasures'), endpoint);
  const rowOf = async (sub: string) =>
    JSON.stringify((await db.send(new GetCommand({ TableName: name, Key: { person_digest: digestOfPerson(sub) } }))).Item);
  return { erasures: createErasureStore(db, name), rowOf, close: drop };
}

const elsewhere = process.env['DYNAMODB_ENDPOINT'];
const backends: readonly (readonly [string, () => Promise<Backend>])[] = [
  ['memory', async () => ({ erasures: memoryErasures(), rowOf: async () => '', close: async () => {} })],
  ['dynalite', () => dynamoErasures()],
  ...(elsewhere ? [[elsewhere, () => dynamoErasures(elsewhere)] as const] : []),
];

const person = ({ sub, email }: typeof asha) => ({ sub, address: email });
const later = (minutes: number) => plusMinutes(monday, minutes);

test('a time that cannot be read counts as long ago, and hides nobody else from the list', async () => {
  const { db, name, drop } = await testTable((scope) => new ErasuresTable(scope, 'Erasures'));
  const erasures = createErasureStore(db, name);
  await erasures.ask(person(asha), monday);
  const { Item } = await db.send(new GetCommand({ TableName: name, Key: { person_digest: digestOfPerson(asha.sub) } }));
  await db.send(new PutCommand({ TableName: name, Item: { ...Item, person_digest: 'tomorrow', asked_at: 'in a while' } }));
  expect((await erasures.listAsked()).toSorted((a, b) => a.askedAt.localeCompare(b.askedAt))).toEqual([
    { digest: 'tomorrow', askedAt: '1970-01-01T00:00:00.000Z' },
    { digest: digestOfPerson(asha.sub), askedAt: monday },
  ]);
  await drop();
});

describe.each(backends)('who asked to be erased, in %s', (_, open) => {
  let backend: Backend;
  let erasures: ErasureStore;
  beforeAll(async () => {
    backend = await open();
    ({ erasures } = backend);
  });
  afterAll(() => backend.close());

  test('somebody who asks twice asked when they did so first, and is listed once, after those who wait longer', async () => {
    expect(await erasures.load(asha.sub)).toBeNull();
    expect(await erasures.ask(person(asha), monday)).toBe(monday);
    expect(await erasures.ask(person(asha), later(5))).toBe(monday);
    await erasures.ask(person(ben), later(-5));
    expect(await erasures.load(asha.sub)).toEqual({ kind: 'asked', askedAt: monday });
    expect(await erasures.listAsked()).toEqual([
      { digest: digestOfPerson(ben.sub), askedAt: later(-5) },
      { digest: digestOfPerson(asha.sub), askedAt: monday },
    ]);
  });

  test('one caller works on a person at a time; another goes on when the claim has ended or was given back', async () => {
    const digest = digestOfPerson(asha.sub);
    expect(await erasures.claim(digest, monday, later(16))).toEqual(person(asha));
    expect(await erasures.claim(digest, later(15), later(31))).toBeUndefined();
    expect(await erasures.claim(digest, later(16), later(32))).toEqual(person(asha));
    await erasures.release(digest);
    expect(await erasures.claim(digest, later(17), later(33))).toEqual(person(asha));
    expect(await erasures.claim(digestOfPerson(mallory.sub), monday, later(16))).toBeUndefined();
  });

  test('ending the tokens of somebody who asked keeps what they asked for', async () => {
    await erasures.endTokens(asha.sub, later(18));
    expect(await erasures.load(asha.sub)).toEqual({ kind: 'asked', askedAt: monday });
    await erasures.endTokens(mallory.sub, later(18));
    expect(await erasures.load(mallory.sub)).toEqual({ kind: 'erased', at: later(18) });
  });

  test('erasing a person leaves a digest and a time, and the person can ask again', async () => {
    await erasures.finish(asha.sub, later(20));
    expect(await erasures.load(asha.sub)).toEqual({ kind: 'erased', at: later(20) });
    expect((await erasures.listAsked()).map(({ digest }) => digest)).not.toContain(digestOfPerson(asha.sub));
    const row = await backend.rowOf(asha.sub);
    for (const word of [asha.sub, asha.email]) expect(row).not.toContain(word);
    await erasures.release(digestOfPerson(asha.sub));
    expect(await erasures.claim(digestOfPerson(asha.sub), later(40), later(50))).toBeUndefined();
    expect(await erasures.ask(person(asha), later(60))).toBe(later(60));
    expect(await erasures.load(asha.sub)).toEqual({ kind: 'asked', askedAt: later(60) });
  });
});
