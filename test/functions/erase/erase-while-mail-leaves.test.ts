import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { erasePerson, type ErasePersonDeps } from '../../../functions/erase/erase-person.ts';
import { sendMail, type SendMailDeps } from '../../../functions/mail-out/send-mail.ts';
import { repeatMail } from '../../../functions/mail-out/send-again.ts';
import { createAuditTrail } from '../../../functions/platform/audit/audit-store.ts';
import { createLinkStore } from '../../../functions/platform/links/link-store.ts';
import { createLedger } from '../../../functions/platform/mail/ledger.ts';
import { createRowEraser } from '../../../functions/platform/people/erase-rows-store.ts';
import { findPerson } from '../../../functions/platform/people/find-person-store.ts';
import { runCommand } from '../../../functions/platform/rooms/run-command.ts';
import { createRoomStore } from '../../../functions/platform/rooms/room-store.ts';
import { AuditTables } from '../../../infra/audit-tables.ts';
import { FeedTable } from '../../../infra/feed-table.ts';
import { LedgerTable } from '../../../infra/ledger-table.ts';
import { MagicLinks } from '../../../infra/links.ts';
import { MessagesTable } from '../../../infra/messages-table.ts';
import { People } from '../../../infra/people-table.ts';
import { Rooms } from '../../../infra/rooms.ts';
import type { Command } from '../../../shared/room/command.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import type { RoomId, Uid } from '../../../shared/words/ids.ts';
import { memoryWishes } from '../../support/memory-wishes.ts';
import { memoryPeople } from '../../support/memory-people.ts';
import { postOffice } from '../../support/post-office.ts';
import { asha, ashaBooks, ben, bensRoom, monday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';
import { testTable, type TestTable } from '../../support/tables.ts';

/*
 * A person is erased while mailers are at work: one that is late, and one that cannot write the audit trail. Nothing of the person may
 * come back into a table, and no mail may leave a second time.
 */

const tables: Record<string, TestTable> = {};
beforeAll(async () => {
  const first = await testTable((scope) => new Rooms(scope, 'Rooms'));
  const { protocol = '', hostname = '', port = '' } = (await first.db.config.endpoint?.()) ?? {};
  const beside = (define: Parameters<typeof testTable>[0]) => testTable(define, `${protocol}//${hostname}:${port}`);
  Object.assign(tables, {
    rooms: first,
    people: await beside((scope) => new People(scope, 'People')),
    feeds: await beside((scope) => new FeedTable(scope, 'Feeds')),
    links: await beside((scope) => new MagicLinks(scope, 'Links')),
    sends: await beside((scope) => new LedgerTable(scope, 'Ledger')),
    messages: await beside((scope) => new MessagesTable(scope, 'Messages')),
    audit: await beside((scope) => onlyTable(new AuditTables(scope, 'Audit'), 'Proposals')),
    proposals: await beside((scope) => onlyTable(new AuditTables(scope, 'Audit'), 'Decisions')),
  });
}, 60_000);
afterAll(async () => {
  const { rooms, ...others } = tables;
  await Promise.all(Object.values(others).map(({ drop }) => drop()));
  await rooms?.drop();
});

/** Leaves out one of two tables of a construct. */
function onlyTable(construct: AuditTables, without: string): void {
  construct.node.tryRemoveChild(without);
}

let made = 0;
let world: ReturnType<typeof open>;
beforeEach(() => {
  world = open();
});

function open() {
  made += 1;
  const office = postOffice();
  const nameOf = (name: string): string => tables[name]!.name;
  const names = {
    rooms: nameOf('rooms'),
    people: nameOf('people'),
    feeds: nameOf('feeds'),
    links: nameOf('links'),
    sends: nameOf('sends'),
    messages: nameOf('messages'),
    audit: nameOf('audit'),
    proposals: nameOf('proposals'),
  };
  const { db } = tables['rooms']!;
  const rooms = createRoomStore(db, names.rooms, office.log);
  const links = createLinkStore(db, names.links);
  const audit = createAuditTrail(db, names.audit, names.proposals);
  const mailing: SendMailDeps = { ...office.deps, rooms, links, audit, ledger: createLedger(db, names.sends) };
  const erasing: ErasePersonDeps = {
    rooms,
    hints: office.deps.hints,
    log: office.log,
    world: office.world,
    people: memoryPeople(),
    wishes: memoryWishes(),
    eraser: createRowEraser(db, names),
    findPerson: (asked) => findPerson(db, names, asked),
    erasures: { endTokens: async () => {}, finish: async () => {} },
    deleteRawMail: async () => {},
    deleteSignIns: async () => 0,
  };
  const suffix = `e7a5ed${made.toString(16).padStart(6, '0')}`;
  const [id, uid] = [`c0ffee00-0000-4000-8000-${suffix}` as RoomId, `c0ffee00-0000-4000-9000-${suffix}` as Uid];
  const guest = { ...asha, sub: `zelda-${made}`, email: `zelda.quirke-${made}@mail.example` as typeof asha.email, name: 'Zelda Quirke' };
  const decide = async (...commands: readonly Command[]) => {
    for (const command of commands)
      expect((await runCommand({ rooms, hints: { send: async () => {} }, log: office.log }, id, command)).kind).toBe('changed');
  };
  const work = () => sendMail(mailing, id);
  const erase = () => erasePerson(erasing, { subs: [guest.sub], addresses: [guest.email] });
  /** Where anything of the guest still stands. */
  const traces = async (): Promise<readonly string[]> => {
    const found = Object.entries(tables).map(async ([name, { name: TableName }]) => {
      const { Items = [] } = await db.send(new ScanCommand({ TableName, ConsistentRead: true }));
      const mine = Items.filter((row) => JSON.stringify(row).includes(suffix));
      return /zelda|quirke/i.test(JSON.stringify(mine)) ? [name] : [];
    });
    return (await Promise.all(found)).flat();
  };
  const book: Command = { ...ashaBooks, guest } as Command;
  const propose: Command = {
    type: 'propose',
    id: proposalId(`p-${suffix}`),
    by: { sub: guest.sub },
    startUtc: nextWednesday,
    durationMinutes: null,
    note: 'words of Zelda',
    via: 'app',
    counter: null,
    at: plusMinutes(monday, 2),
    seed: seed(90),
  };
  const create = { ...bensRoom, id, uid };
  return { office, mailing, rooms, names, db, id, guest, create, book, propose, decide, work, erase, traces };
}

const later = (office: ReturnType<typeof postOffice>) => office.world.turnTo(plusMinutes(office.world.now(), 1));

test('while the record of a decision is owed an erasure waits, and takes the person out of it once it is written', async () => {
  const { office, mailing, rooms, id, create, book, propose, decide, work, erase, traces } = world;
  await decide(create, book, propose);
  office.world.turnTo(plusMinutes(monday, 3));
  const broken = () => Promise.reject(new Error('throttled'));
  await sendMail({ ...mailing, audit: { append: broken, keepProposal: broken } }, id);
  // Nothing is owed but records.
  const { outbox, audits } = await rooms.load(id);
  expect([outbox?.size, audits.size]).toEqual([0, 3]);
  expect(await erase()).toMatchObject({ kind: 'waiting', sessionsEnded: 1, rooms: [id] });
  await sendMail({ ...mailing, audit: { append: broken, keepProposal: broken } }, id);
  expect(await erase()).toMatchObject({ kind: 'waiting', sessionsEnded: 0, rooms: [id] });
  expect(await traces()).toContain('rooms');
  await work();
  expect(await erase()).toMatchObject({ kind: 'done', receipt: { rooms: 1, proposals: 1 } });
  await work();
  expect(await traces()).toEqual([]);
});

test('a mailer that has read the room before the erasure, and works on after it, sends nothing again and brings nobody back', async () => {
  const { office, mailing, rooms, id, guest, create, book, propose, decide, work, erase, traces } = world;
  await decide(create, book, propose, { type: 'leave', by: { sub: guest.sub }, at: plusMinutes(monday, 3), seed: seed(91) });
  office.world.turnTo(plusMinutes(monday, 4));
  const stale = await rooms.load(id);
  await work();
  later(office);
  expect(await erase()).toMatchObject({ kind: 'done' });
  await work();
  expect(await traces()).toEqual([]);
  const left = office.left.length;
  await sendMail({ ...mailing, rooms: { ...mailing.rooms, load: async () => stale } }, id);
  expect([office.left.length, await traces()]).toEqual([left, []]);
});

test.each(['before it writes the links', 'while SES answers'])(
  'a mailer that hangs %s until the erasure is over brings nobody back',
  async (where) => {
    const { office, mailing, id, guest, create, book, decide, work, erase, traces } = world;
    await decide(create, book, { type: 'leave', by: { sub: guest.sub }, at: plusMinutes(monday, 3), seed: seed(91) });
    office.world.turnTo(plusMinutes(monday, 4));
    let isHanging = false;
    const meanwhile = async () => {
      if (isHanging) return;
      isHanging = true;
      // Longer than its lease: another mailer takes over, and the person is erased.
      later(office);
      await work();
      later(office);
      await work();
      expect(await erase()).toMatchObject({ kind: 'done' });
    };
    const { linkKeys, mailer } = mailing;
    const hanging: Partial<SendMailDeps> =
      where === 'while SES answers'
        ? {
            mailer: {
              send: async (mail) => {
                const sent = await mailer.send(mail);
                if (mail.to === guest.email) await meanwhile();
                return sent;
              },
            },
          }
        : {
            linkKeys: async () => {
              await meanwhile();
              return linkKeys();
            },
          };
    await sendMail({ ...mailing, ...hanging }, id).catch(() => {});
    expect([isHanging, await traces()]).toEqual([true, []]);
    await work();
    expect(await traces()).toEqual([]);
  },
);

test('a dead letter and an event of SES that come after the erasure bring nobody back, and no mail leaves', async () => {
  const { office, mailing, id, guest, create, book, decide, work, erase, traces } = world;
  office.decideFates(({ to }) => (to === guest.email ? 'refused' : 'accepted'));
  await decide(create, book);
  for (let minute = 4; minute < 60; minute += 1) {
    office.world.turnTo(plusMinutes(monday, minute));
    await work();
  }
  const [letter] = office.deadLetters;
  expect(letter).toMatchObject({ reason: 'refused', role: 'guest' });
  expect(await erase()).toMatchObject({ kind: 'waiting' });
  for (let minute = 60; minute < 120; minute += 1) {
    office.world.turnTo(plusMinutes(monday, minute));
    await work();
  }
  expect(await erase()).toMatchObject({ kind: 'done' });
  const left = office.left.length;
  await repeatMail(mailing, { roomId: id, failedKey: letter!.sendKey, repeatTo: null }, 'redriven');
  await repeatMail(mailing, { roomId: id, failedKey: null, repeatTo: 'guest' }, 'asked');
  await mailing.ledger.note(letter!.sendKey, 'Bounce', 'ses-late', office.world.now());
  await work();
  expect([office.left.slice(left).filter(({ to }) => to !== ben.email), await traces()]).toEqual([[], []]);
});
