import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { expect } from 'vitest';
import { foreignReaders, propertiesOf, type ForeignReading } from '../support/foreign-calendars.ts';
import type { LocalStack, Mail } from '../support/local-stack.ts';
import { leavesOf, mimeTree, only, outlineOf, type MimePart } from '../support/mime-tree.ts';

/*
 * A mail as its recipient's programs get it: the raw bytes, read by parsers that share no code with the writer.
 */

export interface Letter {
  readonly mail: Mail;
  readonly bytes: Buffer;
  readonly tree: MimePart;
  readonly parsed: ParsedMail;
  /** The calendar part as text, and as two foreign programs read it alike; null when the mail has none. */
  readonly ics: string | null;
  readonly event: ForeignReading | null;
}

const ORGANIZER = 'practice@sessions.example';

/** All mail to somebody, oldest first, once there are so many. */
export async function letters(stack: LocalStack, count: number, to?: string): Promise<readonly Letter[]> {
  return Promise.all((await stack.mails(count, to)).map((mail) => readLetter(stack, mail)));
}

/** The newest mail to somebody that this is true of, waited for. */
export async function newestLetter(stack: LocalStack, to: string, isIt: (mail: Mail) => boolean = () => true): Promise<Letter> {
  const found = (await stack.mails(1, to)).findLast(isIt);
  if (!found) throw new Error(`No such mail to ${to}`);
  return readLetter(stack, found);
}

// A mail never changes, and many rules look at it again.
const known = new Map<string, Promise<Letter>>();

function readLetter(stack: LocalStack, mail: Mail): Promise<Letter> {
  const letter = known.get(mail.id) ?? fetchLetter(stack, mail);
  known.set(mail.id, letter);
  return letter;
}

async function fetchLetter(stack: LocalStack, mail: Mail): Promise<Letter> {
  const bytes = await stack.raw(mail.id);
  const tree = mimeTree(bytes);
  const [calendar] = calendarParts(tree);
  const ics = calendar?.content.toString() ?? null;
  return { mail, bytes, tree, parsed: await simpleParser(bytes), ics, event: ics === null ? null : readEvent(ics) };
}

const calendarParts = (tree: MimePart): readonly MimePart[] =>
  leavesOf(tree).filter(({ type }) => type.startsWith('text/calendar') || type.startsWith('application/ics'));

function readEvent(ics: string): ForeignReading {
  const readings = foreignReaders.map(([, read]) => read(ics));
  const [first] = readings;
  if (!first) throw new Error('No reader');
  for (const other of readings) {
    const [ours, theirs] = [first, other].map(({ method, uid, sequence, start, end, status }) => [
      method,
      uid,
      sequence,
      start,
      end,
      status,
    ]);
    if (!isDeepStrictEqual(ours, theirs)) throw new Error(`Read differently: ${String(ours)} and ${String(theirs)}`);
  }
  return first;
}

const addressesIn = (field: AddressObject | AddressObject[] | undefined): readonly (string | undefined)[] =>
  [field ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));

/** What is true of every mail, whatever happened and whatever people call themselves. `sentTo` differs from `to` where mail is redirected. */
export function expectProper({ mail, tree, parsed, ics, event }: Letter, to = mail.to, sentTo = to): void {
  expect(addressesIn(parsed.to)).toEqual([sentTo]);
  expect([parsed.cc, parsed.bcc]).toEqual([undefined, undefined]);
  expect([addressesIn(parsed.from), addressesIn(parsed.replyTo)]).toEqual([[ORGANIZER], [ORGANIZER]]);
  expect(only(tree.headers, 'auto-submitted')).toBe('auto-generated');
  const names = tree.headers.map(([name]) => name);
  expect(names).toEqual([...new Set(names)]);
  if (ics === null || event === null) return expect(outlineOf(tree)).toBe(PLAIN);
  expect(outlineOf(tree)).toBe(withCalendar(event.method));
  const [first, second] = calendarParts(tree);
  expect(first?.content.equals(second?.content ?? Buffer.alloc(0))).toBe(true);
  expect(ics.split('\r\n', 2)).toEqual(['BEGIN:VCALENDAR', `METHOD:${event.method}`]);
  expect(event.organizer).toBe(`mailto:${ORGANIZER}`);
  expect(event.attendees.map(({ address }) => address)).toEqual([`mailto:${to}`]);
  const [outside, alarm] = takeAlarmOut(ics);
  expect(outside.filter((name) => PROPERTIES_ONCE.has(name)).toSorted()).toEqual([...PROPERTIES_ONCE].toSorted());
  expect(outside.filter((name) => !PROPERTIES_ONCE.has(name) && !PROPERTIES_OF_REQUESTS.has(name) && name !== 'STATUS')).toEqual([]);
  expect(alarm.toSorted()).toEqual(event.method === 'REQUEST' ? ['ACTION', 'BEGIN', 'DESCRIPTION', 'END', 'TRIGGER'] : []);
  expect(ics.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
}

const PLAIN = 'multipart/alternative\n  text/plain; charset=utf-8\n  text/html; charset=utf-8';
const withCalendar = (method: string): string =>
  [
    'multipart/mixed',
    '  multipart/alternative',
    '    text/plain; charset=utf-8',
    '    text/html; charset=utf-8',
    `    text/calendar; charset=utf-8; method=${method}`,
    '  application/ics; name=invite.ics',
  ].join('\n');

const PROPERTIES_ONCE = new Set(
  'METHOD VERSION PRODID UID SEQUENCE DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION ORGANIZER ATTENDEE'.split(' '),
);
const PROPERTIES_OF_REQUESTS = new Set(
  'BEGIN END CREATED LAST-MODIFIED TRANSP CLASS URL LOCATION CONFERENCE X-MICROSOFT-CDO-BUSYSTATUS X-MICROSOFT-DISALLOW-COUNTER'.split(' '),
);

/** The names of properties outside the alarm of an event, and in it. */
function takeAlarmOut(ics: string): readonly [outside: readonly string[], alarm: readonly string[]] {
  const alarm = /BEGIN:VALARM\r\n.*?END:VALARM\r\n/s.exec(ics)?.[0] ?? '';
  return [propertiesOf(ics.replace(alarm, '')), alarm === '' ? [] : propertiesOf(alarm)];
}

/** Everything that a mail says in any layer: as it was sent, decoded, unfolded, and what its links carry. */
export function everythingIn({ bytes, tree, parsed }: Letter): string {
  const parts = leavesOf(tree).map(({ content }) => content.toString().replace(/\r\n[ \t]/g, ''));
  const headers = [...parsed.headers.values()].map((value) => JSON.stringify(value));
  const layers = [bytes.toString('latin1'), ...parts, ...headers, parsed.subject ?? '', parsed.text ?? '', parsed.html || ''];
  const tokens = parts.flatMap((part) => part.match(/eyJ[\w-]+/g) ?? []).map((token) => Buffer.from(token, 'base64url').toString());
  const all = [...layers, ...tokens].join('\n').toLowerCase();
  return `${all}\n${all.replace(/%([\da-f]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))}`;
}

/** Lines of the functions' log that tell an address, a token, or a name beyond its first word. */
export function indiscretionsOf({ directory }: LocalStack, names: RegExp): readonly string[] {
  const lines = readFileSync(join(directory, 'logs', 'functions.log'), 'utf8').split('\n');
  if (!lines.some((line) => line.includes('mail.sent'))) throw new Error('Nothing was logged');
  return lines.filter((line) => /@|eyJ/.test(line) || names.test(line));
}

/** No mail holds the address of anybody but its recipient, the organizer and nobody else's. */
export function expectPrivate(all: readonly Letter[], everybody: readonly string[]): void {
  for (const letter of all) {
    const said = everythingIn(letter);
    const strangers = everybody.filter((email) => email !== letter.mail.to && said.includes(email.toLowerCase()));
    expect({ to: letter.mail.to, strangers }).toEqual({ to: letter.mail.to, strangers: [] });
  }
}
