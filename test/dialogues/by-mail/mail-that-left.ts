import { simpleParser } from 'mailparser';
import { readCalendar } from '../../../prove/judges/calendar.ts';
import { LINK_PURPOSES } from '../../../shared/words/link-purposes.ts';
import type { CalendarMessage } from '../../support/calendar.ts';
import type { Left } from '../../support/post-office.ts';
import { nameOf, timeOf } from '../outcome.ts';

/*
 * A mail that left, read from its bytes by libraries that do not write them, in the words of the dialogues.
 */

export interface ReadMail {
  /** Name of the person whom it went to. */
  readonly to: string;
  readonly calendar: CalendarMessage | null;
  /** Addresses of its magic links, by what they are for. */
  readonly links: ReadonlyMap<string, URL>;
  readonly words: string;
}

export async function readMailThatLeft({ to, bytes }: Left): Promise<ReadMail> {
  const raw = Buffer.from(bytes);
  const { subject = '', text = '' } = await simpleParser(raw);
  const name = nameOf(to);
  const calendar = calendarIn(raw);
  const links = new Map([...text.matchAll(/https:\S+\?[rt]=[\w.-]+/g)].map(([url]) => [new URL(url).pathname.slice(1), new URL(url)]));
  const carried = LINK_PURPOSES.filter((purpose) => links.has(purpose)).join(' ');
  const said = calendar ? wordsOf(name, calendar) : `mail to ${name} "${subject}"`;
  return { to: name, calendar, links, words: carried === '' ? said : `${said} with ${carried}` };
}

function wordsOf(to: string, { method, sequence, title, start, end, status }: CalendarMessage): string {
  const durationMinutes = (Date.parse(end) - Date.parse(start)) / 60_000;
  return `${method} to ${to} seq ${sequence} "${title}" ${timeOf({ startUtc: start, durationMinutes })} STATUS:${status ?? 'none'}`;
}

function calendarIn(raw: Buffer): CalendarMessage | null {
  const message = readCalendar(raw);
  if (message === null) return null;
  const { method, uid, sequence, title, status, dtstamp, start, end } = message;
  const [stamp = '', from = '', to = ''] = [dtstamp, start, end].map((millis) => new Date(millis).toISOString());
  return { method: method as CalendarMessage['method'], uid, sequence, title, status, dtstamp: stamp, start: from, end: to };
}
