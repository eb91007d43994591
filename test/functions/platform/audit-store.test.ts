import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AuditTrail, createAuditTrail, createReadPastEntries } from '../../../functions/platform/audit/audit-store.ts';
import { parseOwedAudit } from '../../../functions/platform/audit/owed-audit-item.ts';
import { Table } from '../../../infra/table.ts';
import { composeAudit, standingOf } from '../../../shared/room/owed-audit.ts';
import { decide } from '../../../shared/room/decide.ts';
import { uncreated, type ExistingRoom, type Room } from '../../../shared/room/room.ts';
import type { Command } from '../../../shared/room/command.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { AUDIT, PENDING_PROPOSALS } from '../../../shared/words/table-names.ts';
import { asha, ashaBooks, ben, bensRoom, monday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';
import { testTable, type TestTable } from '../../support/tables.ts';

let [decisions, proposals]: TestTable[] = [];
let trail: AuditTrail;
beforeAll(async () => {
  const endpoint = process.env['DYNAMODB_ENDPOINT'];
  [decisions, proposals] = await Promise.all([
    testTable((scope) => new Table(scope, 'Decisions', { ...AUDIT, indexes: [], timeToLive: false }), endpoint),
    testTable((scope) => new Table(scope, 'Proposals', { ...PENDING_PROPOSALS, indexes: [], timeToLive: false }), endpoint),
  ]);
  const ofProposals = createAuditTrail(proposals.db, '', proposals.name);
  trail = { append: createAuditTrail(decisions.db, decisions.name, '').append, keepProposal: ofProposals.keepProposal };
});
afterAll(() => Promise.all([decisions!.drop(), proposals!.drop()]));

const at = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes + 1) });
const propose: Command = {
  type: 'propose',
  id: proposalId('p1'),
  by: { sub: asha.sub },
  startUtc: nextWednesday,
  durationMinutes: 60,
  note: 'My clinic overruns.',
  via: 'form',
  counter: null,
  ...at(3),
};

/** The rooms before and after each of these commands. */
function decided(commands: readonly Command[]): readonly { before: Room; command: Command; after: ExistingRoom }[] {
  let room: Room = uncreated;
  return commands.map((command) => {
    const [before, decision] = [room, decide(room, command)];
    if (decision.kind !== 'changed') throw new Error(decision.kind);
    room = decision.room;
    return { before, command, after: decision.room };
  });
}

async function record(commands: readonly Command[]): Promise<ExistingRoom> {
  const steps = decided(commands);
  for (const [n, { before, command, after }] of steps.entries()) {
    const owed = composeAudit(before, command, after);
    const entries = after.history.filter((entry) => entry.at === command.at);
    await trail.append(after, { ...owed, version: n + 1, after: standingOf(after)!, entries });
  }
  return steps.at(-1)!.after;
}

const rows = async (): Promise<readonly Record<string, any>[]> => {
  const query = {
    TableName: decisions!.name,
    KeyConditionExpression: 'room_id = :room',
    ExpressionAttributeValues: { ':room': bensRoom.id },
  };
  return (await decisions!.db.send(new QueryCommand(query))).Items ?? [];
};

describe('the audit trail', () => {
  test('each decision is one row: who, when, what, and how the room stood before and after, without an address', async () => {
    await record([bensRoom, ashaBooks, propose]);
    const [created, booked, proposed] = await rows();
    expect(created).toMatchObject({ uid: bensRoom.uid, version: 1, command: 'create', by: 'host', events: ['created'], before: null });
    expect(booked).toMatchObject({
      command: 'book',
      by: 'guest',
      events: ['booked'],
      before: { status: 'open', ics_sequence: 0, host_partstat: 'NEEDS-ACTION', guest_partstat: null },
      after: { status: 'booked', start_utc: bensRoom.startUtc, duration_minutes: 60, guest_partstat: 'NEEDS-ACTION' },
    });
    expect(proposed).toMatchObject({
      command: 'propose',
      by: 'guest',
      entries: [{ event: 'proposed', name: 'Asha', note: 'My clinic overruns.' }],
    });
    expect(JSON.stringify(await rows())).not.toMatch(/@|carter|raman/i);
  });

  test('a row that was written once is never changed', async () => {
    const before = await rows();
    const [{ after } = { after: null as never }] = decided([bensRoom]);
    const again = { ...composeAudit(uncreated, bensRoom, after), version: 1, after: standingOf(after)!, entries: [] };
    await trail.append(after, { ...again, command: 'forged' });
    expect(await rows()).toEqual(before);
  });

  test('what happened before a moment is read newest first, in pages that miss nothing', async () => {
    const read = createReadPastEntries(decisions!.db, decisions!.name);
    const first = await read(bensRoom.id, at(60).at, 2);
    expect(first.entries.map(({ event }) => event)).toEqual(['proposed', 'booked']);
    const second = await read(bensRoom.id, first.next!, 2);
    expect([second.entries.map(({ event }) => event), second.next]).toEqual([['created'], null]);
    expect((await read(bensRoom.id, ashaBooks.at, 10)).entries.map(({ event }) => event)).toEqual(['created']);
  });
});

describe('pending_proposals', () => {
  const proposalRow = async () =>
    (await proposals!.db.send(new GetCommand({ TableName: proposals!.name, Key: { room_id: bensRoom.id, id: 'p1' } }))).Item;

  test('a proposal is one row with every column, and keeps its newest state whatever order it is written in', async () => {
    const steps = decided([
      bensRoom,
      ashaBooks,
      propose,
      { type: 'approve', by: { sub: ben.sub }, proposalId: proposalId('p1'), ...at(4) },
    ]);
    const [pending, approved] = [steps[2]!.after, steps[3]!.after];
    await trail.keepProposal(pending, pending.proposals[0]!, 3);
    expect(await proposalRow()).toMatchObject({ status: 'pending' });
    await trail.keepProposal(approved, approved.proposals[0]!, 4);
    await trail.keepProposal(pending, pending.proposals[0]!, 3);
    const { ttl: _, room_version: __, via: ___, ...columns } = (await proposalRow()) ?? {};
    expect(columns).toEqual({
      id: 'p1',
      room_id: bensRoom.id,
      uid: bensRoom.uid,
      proposed_by: 'guest',
      proposer_email: asha.email,
      proposed_start_utc: nextWednesday,
      proposed_end_utc: plusMinutes(nextWednesday, 60),
      note: 'My clinic overruns.',
      status: 'approved',
      created_at: at(3).at,
      expires_at: expect.any(String),
      approved_by: 'host',
      decision_at: at(4).at,
    });
  });
});

test.each([
  ['mail', { kind: 'invitation' }],
  ['a record whose time cannot be read', { kind: 'audit', at: 'soon', command: 'book', by: 'guest' }],
  ['a record by a role that is yet to come', { kind: 'audit', at: monday, command: 'book', by: 'referee' }],
])('%s is no record that this version can write', (_, raw) => {
  expect(parseOwedAudit(raw)).toBeUndefined();
});

test('a record of a command that is yet to come is written all the same', () => {
  expect(parseOwedAudit({ kind: 'audit', at: monday, command: 'pause', by: 'host', mood: 'good' })).toEqual({
    kind: 'audit',
    at: monday,
    command: 'pause',
    by: 'host',
    events: [],
    before: null,
  });
});
