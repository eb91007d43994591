import { setTimeout as pause } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { erasePerson, type Erasure, type ErasePersonDeps, type ErasureReceipt } from '../functions/erase/erase-person.ts';
import { silentLog } from '../functions/platform/log.ts';
import { createHints } from '../functions/platform/mail/hint.ts';
import { createDeleteRawMail } from '../functions/platform/mail/inbox.ts';
import { createErasureStore } from '../functions/platform/people/erasure-store.ts';
import { createRowEraser } from '../functions/platform/people/erase-rows-store.ts';
import { createPeopleStore } from '../functions/platform/people/people-store.ts';
import { createRoomStore } from '../functions/platform/rooms/room-store.ts';
import { createWishStore } from '../functions/platform/wishes/wish-store.ts';
import { realWorld } from '../functions/platform/world.ts';
import { type CommandCall, readFlags } from './command-call.ts';
import type { CommandReport } from './command-report.ts';
import { OpsProblem } from './ops-problem.ts';
import { type AskedPerson, openPerson } from './person/open-person.ts';

const FLAGS = { yes: { type: 'boolean' }, wait: { type: 'string' } } as const;
const POLL_MILLIS = 1000;

/** Erases a person everywhere. Gives a receipt without any address. */
export async function runPersonErase(call: CommandCall): Promise<CommandReport> {
  const { values, positionals } = readFlags(call.args, FLAGS);
  const waitSeconds = readWait(values.wait);
  const person = await openPerson(call, positionals);
  if (values.yes !== true) return foretell(person, positionals[0] ?? '');
  const erasure = await eraseAndWait(wire(person), person.asked, waitSeconds);
  if (erasure.kind === 'waiting') return reportWaiting(erasure, positionals[0] ?? '');
  const { receipt } = erasure;
  return {
    text: [
      ...LINES.map((line) => line(receipt)),
      ...receipt.unreadable.map((id) => `wrong   session ${id} cannot be read: nothing in it was erased`),
    ],
    json: { kind: 'done', ...receipt },
    exitCode: receipt.unreadable.length === 0 ? 0 : 1,
  };
}

function readWait(typed = '600'): number {
  const seconds = Number(typed);
  if (!/^\d+$/.test(typed) || seconds > 86_400) throw new OpsProblem(`--wait takes seconds from 0 to 86400, not '${typed}'.`, 2);
  return seconds;
}

/** What would happen, and nothing else. */
async function foretell({ find, asked }: AskedPerson, typed: string): Promise<CommandReport> {
  const { roomIds } = await find(asked);
  return {
    text: [`${roomIds.length} sessions know this person. Nothing was erased: it cannot be undone, so say --yes.`],
    json: { kind: 'not-asked', sessions: roomIds.length },
    next: `npm run ops -- person erase ${typed} --yes`,
    exitCode: 1,
  };
}

function wire({ tables, signIns, find }: AskedPerson): ErasePersonDeps {
  return {
    rooms: createRoomStore(tables.db, tables.rooms, silentLog, tables.owingShards),
    people: createPeopleStore(tables.db, tables.people),
    hints: createHints(new SQSClient(), tables.mailQueueUrl),
    erasures: createErasureStore(tables.db, tables.erasures),
    wishes: createWishStore(tables.db, { wishes: tables.wishes, entries: tables.wishEntries }),
    eraser: createRowEraser(tables.db, tables),
    deleteRawMail: createDeleteRawMail(new S3Client(), tables.inbox),
    findPerson: find,
    deleteSignIns: signIns.delete,
    log: silentLog,
    world: realWorld,
  };
}

async function eraseAndWait(deps: ErasePersonDeps, asked: AskedPerson['asked'], waitSeconds: number): Promise<Erasure> {
  const until = performance.now() + waitSeconds * 1000;
  let sessionsEnded = 0;
  for (;;) {
    const erasure = await erasePerson(deps, asked);
    if (erasure.kind === 'done') {
      return { ...erasure, receipt: { ...erasure.receipt, sessionsEnded: erasure.receipt.sessionsEnded + sessionsEnded } };
    }
    sessionsEnded += erasure.sessionsEnded;
    if (performance.now() >= until) return { ...erasure, sessionsEnded };
    await pause(POLL_MILLIS);
  }
}

const reportWaiting = ({ sessionsEnded, rooms }: Extract<Erasure, { kind: 'waiting' }>, typed: string): CommandReport => ({
  text: [
    `${sessionsEnded} sessions ended. ${rooms.length} sessions still owe mail that has to leave first. Nothing more was erased yet:`,
    ...rooms.map((id) => `  ${id}`),
    'See why with npm run ops -- doctor',
  ],
  json: { kind: 'waiting', sessionsEnded, rooms },
  next: `npm run ops -- person erase ${typed} --yes`,
  exitCode: 1,
});

const LINES: readonly ((receipt: ErasureReceipt) => string)[] = [
  ({ sessionsEnded }) => `${sessionsEnded} sessions to come ended`,
  ({ rooms }) => `${rooms} sessions no longer name the person`,
  ({ mailRows }) => `${mailRows} rows about mail to them deleted`,
  ({ links }) => `${links} links deleted`,
  ({ answers, rawMails }) => `${answers} rows about mail from them deleted, and ${rawMails} raw mails`,
  ({ auditRows, proposals }) => `${auditRows} rows of decisions and ${proposals} of proposals no longer name them`,
  ({ profiles }) => `${profiles} profiles deleted`,
  ({ signIns }) => (signIns === null ? 'People sign in elsewhere: delete the person there too.' : `${signIns} sign-ins deleted`),
];
