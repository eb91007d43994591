import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createImipMessages, type ImipMessage, type ImipMessages } from '../../../functions/platform/mail/imip-message-store.ts';
import { IMIP_MESSAGES } from '../../../shared/words/table-names.ts';
import { Table } from '../../../infra/table.ts';
import { testTable, type TestTable } from '../../support/tables.ts';

let table: TestTable;
let messages: ImipMessages;

beforeAll(async () => {
  const { key, indexes } = IMIP_MESSAGES;
  table = await testTable(
    (scope) => new Table(scope, 'Messages', { key, indexes: Object.values(indexes), timeToLive: false }),
    process.env['DYNAMODB_ENDPOINT'],
  );
  messages = createImipMessages(table.db, table.name);
});
afterAll(() => table.drop());

const row = (id: string, changes: Partial<ImipMessage> = {}): ImipMessage => ({
  message_id: id,
  outcome: 'refused',
  reason: 'unknown-uid',
  uid: null,
  method: null,
  sequence: null,
  attendee_email: null,
  partstat: null,
  dtstamp: null,
  raw_pointer: `inbound/${id}`,
  received_at: '2030-01-07T11:00:00.000Z',
  notification: '{}',
  ...changes,
});

test('a message is found as it was recorded, and one that never came is not', async () => {
  await messages.record(row('one', { sequence: 63872384611, uid: 'u', partstat: 'ACCEPTED' }));
  expect(await messages.find('one')).toEqual(row('one', { sequence: 63872384611, uid: 'u', partstat: 'ACCEPTED' }));
  expect(await messages.find('none')).toBeNull();
});

test.each([
  ['an empty UID', ''],
  ['a UID of 3,000 characters', 'u'.repeat(3000)],
])('a message with %s is recorded without it', async (name, uid) => {
  await messages.record(row(name, { uid }));
  expect(await messages.find(name)).toEqual(row(name, { uid: null }));
});

test('a message that was refused may be applied later; one that was applied stays so', async () => {
  await messages.record(row('two'));
  await messages.record(row('two', { outcome: 'applied', reason: null }));
  await messages.record(row('two'));
  expect(await messages.find('two')).toMatchObject({ outcome: 'applied', reason: null });
});

test('what changed nothing stays so, too', async () => {
  await messages.record(row('three', { outcome: 'unchanged', reason: 'stale' }));
  await messages.record(row('three', { outcome: 'unreadable', reason: 'truncated' }));
  expect(await messages.find('three')).toMatchObject({ outcome: 'unchanged', reason: 'stale' });
});

test('messages are listed by outcome, the newest first, in pages', async () => {
  const at = (minute: number) => `2030-02-01T00:0${minute}:00.000Z`;
  for (const n of [1, 2, 3]) await messages.record(row(`unread-${n}`, { outcome: 'unreadable', reason: 'truncated', received_at: at(n) }));
  const page = await messages.withOutcome('unreadable', 2);
  expect(page.messages.map(({ message_id }) => message_id)).toEqual(['unread-3', 'unread-2']);
  const next = await messages.withOutcome('unreadable', 2, page.next ?? '');
  expect(next.messages.map(({ message_id }) => message_id)).toEqual(['unread-1']);
  expect(next.next).toBeNull();
});

test('a row of another version is left out of the list of messages by its id, and hides no other', async () => {
  const at = (minute: number) => `2030-02-02T00:0${minute}:00.000Z`;
  const outcome = 'needs-confirmation';
  const ofTomorrow = { ...row('tomorrow', { outcome, received_at: at(3), uid: 'u' }), notification: { form: 2 } };
  const ofYesterday = { message_id: 'yesterday', outcome, received_at: at(2) };
  for (const Item of [ofTomorrow, ofYesterday]) await table.db.send(new PutCommand({ TableName: table.name, Item }));
  await messages.record(row('today', { outcome, received_at: at(1) }));
  const first = await messages.withOutcome(outcome, 2);
  expect([first.messages, first.unreadable]).toEqual([[], ['tomorrow', 'yesterday']]);
  const second = await messages.withOutcome(outcome, 2, first.next ?? '');
  expect(second.messages.map(({ message_id }) => message_id)).toEqual(['today']);
});
