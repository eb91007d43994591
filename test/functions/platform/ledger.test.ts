import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger, type Ledger, type PauseReason } from '../../../functions/platform/mail/ledger.ts';
import { keyOf } from '../../support/written-mail.ts';
import { createCountUnheard, type CountUnheard } from '../../../functions/platform/mail/unheard-mail-store.ts';
import type { SendKey } from '../../../functions/platform/mail/send-key.ts';
import { LedgerTable } from '../../../infra/ledger-table.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import { asha, monday } from '../../support/rooms.ts';
import { testTable } from '../../support/tables.ts';

const { mail } = everyMail()[1]!;
let drawn = 0;
/** The key of a mail that no other test knows. */
const freshKey = (): SendKey => keyOf({ ...mail, sequence: ++drawn });

const now = monday;
const lease = plusMinutes(now, 1);
const later = plusMinutes(now, 2);

const claimed = (attempt: number, more: object = {}) => ({ kind: 'claimed', attempt, faults: 0, refusals: 0, turnAt: null, ...more });

interface Backend {
  readonly ledger: Ledger;
  readonly countUnheard: CountUnheard;
  readonly close: () => Promise<void>;
}

interface DynamoBackend extends Backend {
  readonly db: DynamoDBDocumentClient;
  readonly table: string;
}

async function dynamoLedger(endpoint?: string): Promise<DynamoBackend> {
  const { db, name, drop } = await testTable((scope) => new LedgerTable(scope, 'Ledger'), endpoint);
  return { db, table: name, ledger: createLedger(db, name), countUnheard: createCountUnheard(db, name), close: drop };
}

async function openMemory(): Promise<Backend> {
  const ledger = memoryLedger();
  return { ledger, countUnheard: ledger.countUnheard, close: async () => {} };
}

const elsewhere = process.env['DYNAMODB_ENDPOINT'];
const dynamos: readonly (readonly [string, () => Promise<DynamoBackend>])[] = [
  ['dynalite', () => dynamoLedger()],
  ...(elsewhere ? [[elsewhere, () => dynamoLedger(elsewhere)] as const] : []),
];
const backends: readonly (readonly [string, () => Promise<Backend>])[] = [['memory', openMemory], ...dynamos];

describe.each(backends)('the ledger in %s', (_, open) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  test('a mail can be claimed once, until the lease ends', async () => {
    const key = freshKey();
    expect(await backend.ledger.claim(key, now, lease)).toEqual(claimed(1));
    expect(await backend.ledger.claim(key, lease, later)).toEqual({ kind: 'being-sent', until: lease });
    expect(await backend.ledger.claim(key, later, later)).toEqual(claimed(2));
  });

  test('exactly one of many claims at once holds', async () => {
    const key = freshKey();
    const claims = await Promise.all(Array.from({ length: 20 }, () => backend.ledger.claim(key, now, lease)));
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === 'being-sent')).toHaveLength(19);
  });

  test('what SES took is never claimed, superseded or ended again', async () => {
    const key = freshKey();
    await backend.ledger.claim(key, now, lease);
    await backend.ledger.accept(key, 'ses-1', now);
    expect(await backend.ledger.claim(key, later, later)).toEqual({ kind: 'final', state: 'accepted' });
    expect(await backend.ledger.supersede(key, later)).toEqual({ kind: 'final', state: 'accepted' });
    expect(await backend.ledger.fail(key, mail, 'refused', later)).toBe(false);
    expect(await backend.ledger.claim(key, later, later)).toEqual({ kind: 'final', state: 'accepted' });
  });

  test('what was postponed can be claimed when its time has come', async () => {
    const key = freshKey();
    await backend.ledger.claim(key, now, lease);
    await backend.ledger.postpone(key, 1, { until: later, why: 'channel' }, now);
    expect(await backend.ledger.claim(key, lease, later)).toEqual({ kind: 'waiting', until: later });
    expect(await backend.ledger.claim(key, later, later)).toEqual(claimed(2, { faults: 1 }));
  });

  test('faults of the channel and refusals of the mail are counted apart, and waiting for a turn is neither', async () => {
    const key = freshKey();
    const round = async (attempt: number, why: PauseReason) => {
      const claim = await backend.ledger.claim(key, now, lease);
      await backend.ledger.postpone(key, attempt, why === 'turn' ? { until: now, why, turnAt: later } : { until: now, why }, now);
      return claim;
    };
    expect(await round(1, 'channel')).toEqual(claimed(1));
    expect(await round(2, 'channel')).toEqual(claimed(2, { faults: 1 }));
    expect(await round(3, 'refused')).toEqual(claimed(3, { faults: 2 }));
    expect(await round(4, 'turn')).toEqual(claimed(4, { faults: 2, refusals: 1 }));
    expect(await round(5, 'crowd')).toEqual(claimed(5, { faults: 2, refusals: 1, turnAt: later }));
    expect(await round(6, 'turn')).toEqual(claimed(6, { faults: 2, refusals: 1 }));
    expect(await round(7, 'channel')).toEqual(claimed(7, { faults: 2, refusals: 1, turnAt: later }));
    expect(await round(8, 'turn')).toEqual(claimed(8, { faults: 3, refusals: 1 }));
  });

  test('a mail that ended unsent is kept, and is found until it is decided anew', async () => {
    const key = freshKey();
    const sent = { uid: mail.uid, sequence: key.sequence, roomId: mail.roomId, role: 'guest', attendeeEmail: asha.email };
    expect(await backend.ledger.findFailed(key.id)).toBeUndefined();
    await backend.ledger.claim(key, now, lease);
    expect(await backend.ledger.findFailed(key.id)).toBeUndefined();
    await backend.ledger.fail(key, mail, 'session-over', now);
    expect(await backend.ledger.findFailed(key.id)).toEqual({ ...sent, mail });
    await backend.ledger.replaceFailed(key.id, later);
    expect(await backend.ledger.findFailed(key.id)).toBeUndefined();
    expect(await backend.ledger.claim(key, later, later)).toEqual({ kind: 'final', state: 'superseded' });
  });

  test('a try that comes back late does not postpone the one that has begun since', async () => {
    const key = freshKey();
    await backend.ledger.claim(key, now, lease);
    await backend.ledger.claim(key, later, plusMinutes(later, 1));
    await backend.ledger.postpone(key, 1, { until: later, why: 'channel' }, later);
    expect(await backend.ledger.claim(key, later, plusMinutes(later, 1))).toEqual({ kind: 'being-sent', until: plusMinutes(later, 1) });
  });

  test('a mail that SES has told of is not postponed any more', async () => {
    const key = freshKey();
    await backend.ledger.claim(key, now, lease);
    await backend.ledger.note(key.id, 'Send', 'ses-1', now);
    await backend.ledger.postpone(key, 1, { until: later, why: 'channel' }, now);
    expect(await backend.ledger.claim(key, later, later)).toEqual({ kind: 'final', state: 'accepted' });
  });

  test('an unsent mail can be superseded, also one that was never tried, and is then never sent', async () => {
    const [untried, postponed, crashed] = [freshKey(), freshKey(), freshKey()];
    await backend.ledger.claim(postponed, now, lease);
    await backend.ledger.postpone(postponed, 1, { until: later, why: 'channel' }, now);
    await backend.ledger.claim(crashed, now, lease);
    for (const key of [untried, postponed, crashed]) {
      expect(await backend.ledger.supersede(key, later)).toEqual({ kind: 'final', state: 'superseded' });
      expect(await backend.ledger.claim(key, later, later)).toEqual({ kind: 'final', state: 'superseded' });
    }
  });

  test('a mail that is being sent is not superseded', async () => {
    const key = freshKey();
    await backend.ledger.claim(key, now, lease);
    expect(await backend.ledger.supersede(key, now)).toEqual({ kind: 'being-sent', until: lease });
  });

  test.each(['suppressed', 'failed'] as const)('a mail that is %s is so once, and not tried again', async (state) => {
    const [untried, tried] = [freshKey(), freshKey()];
    await backend.ledger.claim(tried, now, lease);
    for (const key of [untried, tried]) {
      const end = () => (state === 'failed' ? backend.ledger.fail(key, mail, 'refused', now) : backend.ledger.suppress(key, now));
      expect([await end(), await end()]).toEqual([true, false]);
      expect(await backend.ledger.claim(key, later, later)).toEqual({ kind: 'final', state });
    }
  });

  test('what was given up counts as accepted when SES turns out to have taken it', async () => {
    const [answered, told] = [freshKey(), freshKey()];
    for (const key of [answered, told]) {
      await backend.ledger.claim(key, now, lease);
      await backend.ledger.fail(key, mail, 'refused', now);
    }
    await backend.ledger.accept(answered, 'ses-1', later);
    await backend.ledger.note(told.id, 'Delivery', 'ses-2', later);
    for (const key of [answered, told]) expect(await backend.ledger.claim(key, later, later)).toEqual({ kind: 'final', state: 'accepted' });
  });

  test.each(['Send', 'Delivery', 'Bounce'])('%s settles a try whose answer was lost, and tells which mail it was', async (event) => {
    const key = freshKey();
    await backend.ledger.claim(key, now, lease);
    const sent = { uid: mail.uid, sequence: key.sequence, roomId: mail.roomId, role: 'guest', attendeeEmail: asha.email };
    expect(await backend.ledger.note(key.id, event, 'ses-1', now)).toEqual(sent);
    expect(await backend.ledger.claim(key, later, later)).toEqual({ kind: 'final', state: 'accepted' });
  });

  test('mail that SES took counts as without events until an event comes, also when the event comes first', async () => {
    const at = plusMinutes(now, 30);
    const sent = async (...before: string[]): Promise<SendKey> => {
      const key = freshKey();
      await backend.ledger.claim(key, at, plusMinutes(at, 1));
      for (const event of before) await backend.ledger.note(key.id, event, 'ses-1', at);
      await backend.ledger.accept(key, 'ses-1', at);
      return key;
    };
    const keys = await Promise.all([sent(), sent('Send'), sent('Delivery'), sent('Bounce')]);
    expect(await backend.countUnheard(at, at)).toBe(2);
    expect(await backend.countUnheard(plusMinutes(at, 1), plusMinutes(at, 2))).toBe(0);
    await backend.ledger.note(keys[0].id, 'Send', 'ses-1', at);
    expect(await backend.countUnheard(at, at)).toBe(2);
    await backend.ledger.note(keys[0].id, 'DeliveryDelay', 'ses-1', at);
    expect(await backend.countUnheard(at, at)).toBe(1);
    await backend.ledger.note(keys[1].id, 'Delivery', 'ses-1', at);
    expect(await backend.countUnheard(at, at)).toBe(0);
  });

  test('nothing is written down about a mail that is not ours', async () => {
    expect(await backend.ledger.note('0'.repeat(64), 'Send', 'ses-1', now)).toBeUndefined();
    expect(await backend.ledger.note('0'.repeat(64), 'Send', 'ses-1', now)).toBeUndefined();
  });
});

describe.each(dynamos)('a row in %s', (_, open) => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.close());

  const read = async (key: SendKey) => {
    const { Item } = await backend.db.send(new GetCommand({ TableName: backend.table, Key: { send_key: key.id } }));
    return Item;
  };

  test('a row of the ledger has the columns of the idempotency key, and is kept for 400 days', async () => {
    const key = freshKey();
    await backend.ledger.claim(key, now, lease);
    expect(await read(key)).toMatchObject({
      send_key: key.id,
      uid: mail.uid,
      sequence: key.sequence,
      attendee_email: asha.email,
      method: 'REQUEST',
      cause: null,
      room_id: mail.roomId,
      state: 'sending',
      attempts: 1,
      created_at: now,
      updated_at: now,
      ttl: Date.parse(mail.stamp) / 1000 + 400 * 86_400,
    });
  });

  test('a row of the ledger keeps when each kind of event came first', async () => {
    const key = freshKey();
    await backend.ledger.claim(key, now, lease);
    await backend.ledger.note(key.id, 'Send', 'ses-1', now);
    await backend.ledger.note(key.id, 'Delivery', 'ses-1', lease);
    await backend.ledger.note(key.id, 'Delivery', 'ses-1', later);
    expect(await read(key)).toMatchObject({ ses_message_id: 'ses-1', event_send_at: now, event_delivery_at: lease });
  });
});
