import { type CommandCall, readFlags } from './command-call.ts';
import type { CommandReport } from './command-report.ts';
import { type OpenTables, openTables } from './open-tables.ts';
import { OpsProblem } from './ops-problem.ts';
import { findRoomRow, type FoundRoom, requireAddress, scanForAddress } from './session/find-rooms.ts';
import { listEvents, type SessionTimeline } from './session/list-events.ts';
import { readSession } from './session/read-session.ts';

/** Shows what happened to one session and what it owes; or, for an address, in which sessions it is. */
export async function runSession(call: CommandCall): Promise<CommandReport> {
  const [typed, ...others] = readFlags(call.args, {}).positionals;
  if (typed === undefined || others.length > 0) throw new OpsProblem('session takes one id, UID, page address or e-mail address.', 2);
  if (!typed.includes('@')) requireIdOrUid(typed);
  const tables = await openTables(call);
  const row = await findRoomRow(tables, typed);
  if (row !== undefined) return reportTimeline(listEvents(await readSession(tables, row)));
  if (!typed.includes('@')) throw new OpsProblem('There is no session of this id or UID.');
  return findByAddress(tables, typed);
}

/** Throws `OpsProblem` for what can be neither. */
function requireIdOrUid(typed: string): void {
  if (typed.trim() === '' || /\s/.test(typed))
    throw new OpsProblem(`'${typed}' is neither a session's id, nor its UID, nor an address.`, 2);
}

async function findByAddress(tables: OpenTables, typed: string): Promise<CommandReport> {
  const found = await scanForAddress(tables, requireAddress(typed));
  const [first, ...others] = found;
  if (first === undefined) throw new OpsProblem('This address is in no session.');
  const row = others.length === 0 ? await findRoomRow(tables, first.id) : undefined;
  if (row !== undefined) return reportTimeline(listEvents(await readSession(tables, row)));
  return {
    text: [...found.map(writeFound), '', `${found.length} sessions, the newest first.`],
    json: { sessions: found },
    next: `npm run ops -- session ${first.id}`,
  };
}

const writeFound = ({ id, startUtc, status, role }: FoundRoom): string => `${startUtc}  ${id}  ${status.padEnd(9)}  ${role}`;

function reportTimeline(timeline: SessionTimeline): CommandReport {
  const { id, uid, status, startUtc, endUtc, sequence, people, events, owed, unreadableMail, unreached } = timeline;
  const unreadable = unreadableMail.length === 0 ? [] : [`${unreadableMail.length} mails that this version cannot read`];
  const owedLines = owed.map(
    ({ kind, to, sequence: number, since, state }) => `${kind} to ${to}, SEQUENCE ${number}, since ${since}: ${state}`,
  );
  return {
    text: [
      `${id}  ${status}  ${startUtc} to ${endUtc}  SEQUENCE ${sequence}`,
      `UID ${uid}`,
      ...people.map(({ role, address, partstat }) => `${role.padEnd(6)} ${address}  ${partstat}`),
      '',
      ...events.map(({ at, what, says }) => `${at}  ${what.padEnd(8)}  ${says}`),
      '',
      ...(owed.length + unreadable.length === 0
        ? ['Nothing is owed.']
        : ['Owed now:', ...[...owedLines, ...unreadable].map((line) => `  ${line}`)]),
    ],
    json: timeline,
    ...(unreached !== undefined && { next: `npm run ops -- mail resend ${id} ${unreached}` }),
  };
}
