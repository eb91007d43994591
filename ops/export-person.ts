import { S3Client } from '@aws-sdk/client-s3';
import { silentLog } from '../functions/platform/log.ts';
import { createInbox, MailNotFound, type Inbox } from '../functions/platform/mail/inbox.ts';
import { createPersonFile } from '../functions/platform/people/person-file-store.ts';
import { createWishStore } from '../functions/platform/wishes/wish-store.ts';
import { realWorld } from '../functions/platform/world.ts';
import { viewFor } from '../functions/rooms/view.ts';
import { textAt } from './json-value.ts';
import { type CommandCall, readFlags } from './command-call.ts';
import type { CommandReport } from './command-report.ts';
import { openPerson } from './person/open-person.ts';

const RAW_MAIL_BYTES = 512 * 1024;

/** Gives everything that is kept of a person, as JSON. */
export async function runPersonExport(call: CommandCall): Promise<CommandReport> {
  const { tables, asked, find } = await openPerson(call, readFlags(call.args, {}).positionals);
  const person = await find(asked);
  const { subs, addresses, names } = person;
  const file = createPersonFile(tables.db, tables, silentLog);
  const profiles = (await Promise.all(subs.map(file.profile))).filter((row) => row !== null);
  const now = realWorld.now();
  const show = (sub: string, room: Parameters<typeof viewFor>[1]) => viewFor(sub, room, now);
  const inbox = createInbox(new S3Client(), tables.inbox);
  const sessions = [];
  for (const id of person.roomIds) {
    const session = await file.session(person, id, show);
    const answersOfThem = await Promise.all(session.answersOfThem.map((row) => withRawMail(inbox, row)));
    sessions.push({ ...session, answersOfThem });
  }
  const store = createWishStore(tables.db, { wishes: tables.wishes, entries: tables.wishEntries });
  const wishes = (await Promise.all(subs.map((sub) => store.list(sub, now)))).flat();
  const json = { exportedAt: now, subs, addresses, names, profiles, wishes, sessions };
  return { text: JSON.stringify(json, null, 2).split('\n'), json, exitCode: profiles.length + wishes.length + sessions.length > 0 ? 0 : 1 };
}

/** The mail itself is kept for 30 days. */
async function withRawMail(inbox: Inbox, row: unknown): Promise<unknown> {
  const key = textAt(row, 'raw_pointer');
  if (key === undefined) return row;
  const bytes = await inbox.read(key, RAW_MAIL_BYTES).catch((error: unknown) => {
    if (error instanceof MailNotFound) return undefined;
    throw error;
  });
  return { row, rawMail: bytes === undefined ? null : Buffer.from(bytes).toString('latin1') };
}
