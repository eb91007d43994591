import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuditTrail, createReadPastEntries } from '../../../functions/platform/audit/audit-store.ts';
import { createImipMessages } from '../../../functions/platform/mail/imip-message-store.ts';
import { createReadFaultySince, createSesChannel } from '../../../functions/platform/mail/ses-channel-store.ts';
import { createLedger } from '../../../functions/platform/mail/ledger.ts';
import { changeProfile } from '../../../functions/platform/people/change-profile.ts';
import { createErasureStore, digestOfPerson } from '../../../functions/platform/people/erasure-store.ts';
import { createRowEraser } from '../../../functions/platform/people/erase-rows-store.ts';
import { keepKnownColumns } from '../../../functions/platform/people/erase-trail-store.ts';
import { findPerson } from '../../../functions/platform/people/find-person-store.ts';
import { createFeedStore } from '../../../functions/platform/people/feed-store.ts';
import { createPeopleStore } from '../../../functions/platform/people/people-store.ts';
import { historyAttributes } from '../../../functions/platform/rooms/write-room-row.ts';
import { ErasuresTable } from '../../../infra/erasures-table.ts';
import { FeedTable } from '../../../infra/feed-table.ts';
import { LedgerTable } from '../../../infra/ledger-table.ts';
import { People } from '../../../infra/people-table.ts';
import { Rooms } from '../../../infra/rooms.ts';
import { Table } from '../../../infra/table.ts';
import { decide } from '../../../shared/room/decide.ts';
import { composeAudit, standingOf } from '../../../shared/room/owed-audit.ts';
import { uncreated, type Room } from '../../../shared/room/room.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { AUDIT, ERASURES, FEEDS, IMIP_MESSAGES, PENDING_PROPOSALS, PEOPLE, SENDS } from '../../../shared/words/table-names.ts';
import { lastMail } from '../../support/decided-mail.ts';
import { asha, ashaBooks, ben, bensRoom, existing, monday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';
import { testTable, type TestTable } from '../../support/tables.ts';
import { keyOf } from '../../support/written-mail.ts';

/*
 * Rows in the shape of a version to come, as a step back leaves them. A row that this version cannot read stops nothing but itself.
 */

const elsewhere = process.env['DYNAMODB_ENDPOINT'];
const tables: TestTable[] = [];
const open = async (define: Parameters<typeof testTable>[0], endpoint = elsewhere): Promise<TestTable> => {
  const table = await testTable(define, endpoint);
  tables.push(table);
  return table;
};
// Those that are made beside another one go first.
afterAll(async () => {
  for (const table of tables.toReversed()) await table.drop();
});
const asks = {
  by: { sub: asha.sub },
  startUtc: nextWednesday,
  durationMinutes: 60,
  note: 'My clinic overruns.',
  via: 'form',
  counter: null,
  alternatives: [{ startUtc: plusMinutes(nextWednesday, 60), durationMinutes: 60 }],
} as const;
const soon = plusMinutes(monday, 1);
const later = plusMinutes(monday, 20);

describe('an erasure', () => {
  let [audit, proposals, sends]: TestTable[] = [];
  beforeAll(async () => {
    audit = await open((scope) => new Table(scope, 'Decisions', { ...AUDIT, indexes: [], timeToLive: false }));
    proposals = await open(
      (scope) => new Table(scope, 'Proposals', { ...PENDING_PROPOSALS, indexes: [], timeToLive: false }),
      audit.endpoint,
    );
    sends = await open((scope) => new LedgerTable(scope, 'Ledger'), audit.endpoint);
    const entry = {
      at: monday,
      by: 'guest',
      name: 'Asha',
      sequence: 0,
      startUtc: null,
      durationMinutes: null,
      note: 'Running late',
    } as const;
    const decision = (n: number, entries: unknown) =>
      put(audit!, { room_id: bensRoom.id, decided_at: `${monday}#${n}`, command: 'book', entries });
    await decision(1, [historyAttributes({ ...entry, event: 'booked' })]);
    await decision(2, { first: { event: 'booked', name: 'Asha' } });
    await decision(3, [{ when: 'in a while', who: { name: 'Asha' } }]);
    await decision(4, 'Asha booked');
    await decision(5, [historyAttributes({ ...entry, by: 'host', name: 'Ben', event: 'created', note: '' })]);
    const proposal = (id: string, columns: object) => put(proposals!, { room_id: bensRoom.id, id, room_version: 1, ...columns });
    await proposal('p1', { proposed_by: 'guest', proposer_email: asha.email, note: 'My clinic overruns' });
    await proposal('p2', { proposed_by: 'assistant', proposer_email: asha.email, note: 'Asha asks' });
    await proposal('p3', { proposed_by: 'guest', proposer: { email: asha.email }, note: 'From Asha' });
    await proposal('p4', { proposed_by: 'guest', proposer_email: asha.email, note: { text: 'From Asha' } });
    await proposal('p5', { proposed_by: 'host', proposer_email: ben.email, note: 'What Ben wrote', seen_by: ['Asha'] });
  });

  const erase = () => {
    const names = {
      rooms: '',
      people: '',
      feeds: '',
      links: '',
      messages: '',
      sends: sends!.name,
      audit: audit!.name,
      proposals: proposals!.name,
    };
    const person = { subs: [asha.sub], addresses: [asha.email], firstNames: ['Asha'] };
    return createRowEraser(audit!.db, names).eraseRoomRows(bensRoom.id, { status: 'uncreated' }, person, later);
  };

  test('rows of decisions and proposals that cannot be read stop no erasure, and hold nothing of the person afterwards', async () => {
    await erase();
    const left = [...(await rowsOf(audit!)), ...(await rowsOf(proposals!))];
    expect(left).toHaveLength(10);
    expect(JSON.stringify(left)).not.toMatch(/asha|clinic|late/i);
    expect(JSON.stringify(left)).toContain('What Ben wrote');
    expect(JSON.stringify(left)).toContain('"Ben"');
  });

  test('each column that this version writes of a decision and of a proposal is one that an erasure keeps', async () => {
    const propose = { ...asks, type: 'propose', id: proposalId('p9'), at: plusMinutes(monday, 2), seed: seed(9) } as const;
    const steps = [bensRoom, ashaBooks, propose];
    let room: Room = uncreated;
    for (const command of steps) {
      const decision = decide(room, command);
      if (decision.kind !== 'changed') throw new Error(decision.kind);
      room = decision.room;
    }
    const trail = createAuditTrail(audit!.db, audit!.name, proposals!.name);
    const booked = existing(room);
    const standing = standingOf(booked)!;
    const owed = composeAudit(booked, propose, booked);
    await trail.append(booked, { ...owed, version: 3, after: standing, entries: booked.history });
    await trail.keepProposal(booked, { ...booked.proposals[0]!, nudgedAt: monday }, 3);
    const [decision] = (await rowsOf(audit!)).filter((row) => 'version' in row);
    const [proposal] = (await rowsOf(proposals!)).filter((row) => 'status' in row);
    expect(keepKnownColumns(decision!, 'decision')).toEqual(decision);
    expect(keepKnownColumns(proposal!, 'proposal')).toEqual(proposal);
  });

  test('the past of a session is listed without the decisions that cannot be read', async () => {
    const { entries } = await createReadPastEntries(audit!.db, audit!.name)(bensRoom.id, `${monday}#9`, 10);
    expect(entries.map(({ event }) => event)).toEqual(['created', 'booked']);
  });
});

test('a person is found in an imported room, whose row has no lists yet, and beside rows that cannot be read', async () => {
  const rooms = await open((scope) => new Rooms(scope, 'Rooms'));
  const sends = await open((scope) => new LedgerTable(scope, 'Ledger'), rooms.endpoint);
  const host = { sub: asha.sub, email: asha.email, name: 'Asha Raman' };
  await put(rooms, { id: bensRoom.id, host });
  await put(rooms, { id: 'of tomorrow', host: { person: host }, proposals: { p1: {} } });
  const names = { rooms: rooms.name, sends: sends.name, people: '', feeds: '', links: '', messages: '', audit: '', proposals: '' };
  const found = await findPerson(rooms.db, names, { subs: [asha.sub], addresses: [] });
  expect(found).toMatchObject({ addresses: [asha.email], roomIds: [bensRoom.id] });
});

describe('a calendar feed', () => {
  let table: TestTable;
  beforeAll(async () => {
    table = await open((scope) => new FeedTable(scope, 'Feeds'));
  });

  test.each([
    ['a time that cannot be read', { body: gzipSync('BEGIN:VCALENDAR'), etag: '"a"', fresh_until: { at: 'noon' } }],
    ['a text that is packed otherwise', { body: Buffer.from('brotli'), etag: '"a"', fresh_until: monday }],
    ['a tag of another shape', { body: gzipSync('BEGIN:VCALENDAR'), etag: { strong: 'a' }, fresh_until: monday }],
    ['a text in another place', { body: { bucket: 'feeds' }, etag: '"a"' }],
  ])('a feed with %s is written anew by the first one who asks, and then served', async (name, columns) => {
    const feeds = createFeedStore(table.db, table.name);
    await put(table, { [FEEDS.key]: name, sub: asha.sub, theme: 'dark', ...columns });
    const stored = await feeds.load(name);
    expect(stored).toMatchObject({ sub: asha.sub });
    expect(await feeds.claim(stored!, soon)).toBe(true);
    expect(await feeds.claim((await feeds.load(name))!, later)).toBe(true);
    await feeds.save(name, { ics: 'BEGIN:VCALENDAR', etag: '"b"' });
    expect(await feeds.load(name)).toEqual({
      digest: name,
      sub: asha.sub,
      written: { ics: 'BEGIN:VCALENDAR', etag: '"b"' },
      freshUntil: later,
    });
    expect(await rowOf(table, { [FEEDS.key]: name })).toMatchObject({ theme: 'dark' });
  });
});

describe('a wish to be erased', () => {
  let table: TestTable;
  beforeAll(async () => {
    table = await open((scope) => new ErasuresTable(scope, 'Erasures'));
  });

  test('a wish whose time cannot be read is still a wish, and asking again does not fail', async () => {
    const erasures = createErasureStore(table.db, table.name);
    await put(table, { [ERASURES.key]: digestOfPerson(asha.sub), asked_at: 'in a while' });
    expect(await erasures.load(asha.sub)).toMatchObject({ kind: 'asked' });
    expect(await erasures.ask({ sub: asha.sub, address: asha.email }, monday)).toBe('1970-01-01T00:00:00.000Z');
  });

  test('an erasure whose time cannot be read makes no token good', async () => {
    const erasures = createErasureStore(table.db, table.name);
    await put(table, { [ERASURES.key]: digestOfPerson(ben.sub), erased_at: { at: 'noon' } });
    const state = await erasures.load(ben.sub);
    expect(state?.kind === 'erased' && state.at > later).toBe(true);
  });
});

describe('a profile', () => {
  let table: TestTable;
  beforeAll(async () => {
    table = await open((scope) => new People(scope, 'People'));
  });

  test('a profile with choices of a newer version is read, and a change leaves what nobody here can read', async () => {
    const people = createPeopleStore(table.db, table.name);
    const tomorrow = {
      given_name: { latin: 'Asha', native: 'आशा' },
      reminders: ['day', 'hour'],
      addresses: [{ email: 'asha@mail.example', confirmed: true }, 'asha@home.example'],
      claims: 'none',
    };
    await put(table, { [PEOPLE.key]: asha.sub, version: 4, name: 'Asha Raman', ...tomorrow });
    const { profile } = await people.load(asha.sub);
    expect(profile).toMatchObject({ name: 'Asha Raman', givenName: null, reminders: null, addresses: ['asha@home.example'] });
    await changeProfile(people, asha.sub, (before) => ({ ...before, timeZone: 'Asia/Kolkata' }));
    expect(await rowOf(table, { [PEOPLE.key]: asha.sub })).toMatchObject({ ...tomorrow, version: 5, time_zone: 'Asia/Kolkata' });
  });

  test('a profile with a version of another form is read, and no write of this version overwrites it', async () => {
    const people = createPeopleStore(table.db, table.name);
    const row = { [PEOPLE.key]: ben.sub, version: { major: 2, minor: 4 }, name: 'Ben Carter' };
    await put(table, row);
    const read = await people.load(ben.sub);
    expect(read.profile.name).toBe('Ben Carter');
    expect(await people.save(read, { ...read.profile, timeZone: 'Europe/London' })).toBe(false);
    expect(await rowOf(table, { [PEOPLE.key]: ben.sub })).toEqual(row);
  });
});

describe('mail', () => {
  test('mail in a state of the ledger that is unknown waits for a newer version: it is neither sent nor ended', async () => {
    const table = await open((scope) => new LedgerTable(scope, 'Ledger'));
    const ledger = createLedger(table.db, table.name);
    const [key] = lastMail([bensRoom, ashaBooks]).map(keyOf);
    await ledger.claim(key!, monday, soon);
    await table.db.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { [SENDS.key]: key!.id },
        UpdateExpression: 'SET #state = :state',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': 'handed-over' },
      }),
    );
    const waits = { kind: 'waiting', until: plusMinutes(later, 15) };
    expect(await ledger.claim(key!, later, plusMinutes(later, 1))).toEqual(waits);
    expect(await ledger.supersede(key!, later)).toEqual(waits);
    expect(await ledger.findFailed(key!.id)).toBeUndefined();
    expect(await ledger.note(key!.id, 'Delivery', 'ses-1', later)).toMatchObject({ roomId: bensRoom.id });
  });

  test.each([
    ['a lease of another form', { state: 'sending', lease_until: 4_000_000_000 }, { kind: 'being-sent', until: plusMinutes(later, 15) }],
    [
      'a pause of another form',
      { state: 'pending', next_attempt_at: { after: 'noon' } },
      { kind: 'waiting', until: plusMinutes(later, 15) },
    ],
    [
      'an end, and people of another form',
      { state: 'accepted', role: 'observer', attendee_email: ['a', 'b'] },
      { kind: 'final', state: 'accepted' },
    ],
  ])('a row of the ledger with %s stops no mail behind it', async (_, columns, found) => {
    const table = await open((scope) => new LedgerTable(scope, 'Ledger'));
    const ledger = createLedger(table.db, table.name);
    const [key] = lastMail([bensRoom, ashaBooks]).map(keyOf);
    await put(table, { [SENDS.key]: key!.id, uid: key!.uid, sequence: 0, room_id: key!.roomId, attempts: 1, ...columns });
    expect(await ledger.claim(key!, later, plusMinutes(later, 1))).toEqual(found);
    expect(await ledger.note(key!.id, 'Bounce', 'ses-1', later)).toBeUndefined();
    expect(await ledger.findFailed(key!.id)).toBeUndefined();
  });

  test('a row of the ledger with counts and a turn of another form is claimed, and counts from none', async () => {
    const table = await open((scope) => new LedgerTable(scope, 'Ledger'));
    const ledger = createLedger(table.db, table.name);
    const [key] = lastMail([bensRoom, ashaBooks]).map(keyOf);
    const columns = { state: 'pending', next_attempt_at: monday, attempts: 2, faults: ['throttled'], refusals: 'none', turn_at: 7 };
    await put(table, { [SENDS.key]: key!.id, ...columns });
    const claim = await ledger.claim(key!, later, plusMinutes(later, 1));
    expect(claim).toEqual({ kind: 'claimed', attempt: 3, faults: 0, refusals: 0, turnAt: null });
  });

  test('a channel whose fault began at a time that cannot be read has turns to give, and works after the next success', async () => {
    const table = await open((scope) => new LedgerTable(scope, 'Ledger'));
    await put(table, { [SENDS.key]: 'ses-channel', faulty_since: { at: 'noon' } });
    const channel = createSesChannel(table.db, table.name, async () => 14);
    const readFaultySince = createReadFaultySince(table.db, table.name);
    expect(await readFaultySince()).toBe('1970-01-01T00:00:00.000Z');
    expect(await channel.takeTurn(later)).toBe(later);
    await channel.recordSuccess();
    expect(await readFaultySince()).toBeNull();
  });

  test('an answer whose row has an outcome of a newer version can be looked for', async () => {
    const table = await open((scope) => new Table(scope, 'Messages', { ...IMIP_MESSAGES, indexes: [], timeToLive: false }));
    await put(table, { [IMIP_MESSAGES.key]: '<a@mail.example>', outcome: 'forwarded', raw_pointer: 'inbound/1', received_at: monday });
    expect(await createImipMessages(table.db, table.name).find('<a@mail.example>')).toBeNull();
  });
});

const put = ({ db, name }: TestTable, Item: Record<string, unknown>) => db.send(new PutCommand({ TableName: name, Item }));

const rowOf = async ({ db, name }: TestTable, Key: Record<string, string>) =>
  (await db.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }))).Item;

async function rowsOf({ db, name }: TestTable): Promise<readonly object[]> {
  const query = { KeyConditionExpression: 'room_id = :room', ExpressionAttributeValues: { ':room': bensRoom.id } };
  return (await db.send(new QueryCommand({ TableName: name, ...query }))).Items ?? [];
}
