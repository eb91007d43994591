import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMail } from '../../../functions/mail-in/read-mail.ts';
import { readReply } from '../../../functions/mail-in/read-reply.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { calendarsPage } from '../../fixtures/mail/calendars-page.ts';
import { allCases } from '../../fixtures/mail/cases.ts';
import type { Reads } from '../../fixtures/mail/mail-case.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'mail', 'eml');
const onDisk = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)));

/** What the readers see in a mail, in the words of the table. */
async function seenIn(file: string): Promise<Reads | null> {
  const mail = await readMail(onDisk(file));
  if (typeof mail === 'string' || mail.isReport || 'fault' in mail.from || mail.calendars.length === 0) return null;
  const read = readReply(mail.calendars);
  if (read.kind !== 'itip') return null;
  const { itip } = read;
  const answered = itip.attendees.filter(({ partstat, proposed }) => partstat !== null || proposed !== null);
  const attendee = answered[0] ?? itip.attendees[0];
  const proposed = (itip.method === 'COUNTER' ? itip.proposed : attendee?.proposed) ?? null;
  const time = proposed !== null && 'startUtc' in proposed ? proposed : null;
  return {
    method: itip.method,
    attendee: attendee?.email ?? null,
    partstat: attendee?.partstat ?? null,
    sequence: itip.sequence,
    start: time?.startUtc ?? null,
    end: time && time.durationMinutes !== null ? plusMinutes(time.startUtc, time.durationMinutes) : null,
  };
}

describe('a mail from the wild is read as what it says', () => {
  test.each(allCases.filter(({ reads }) => reads !== null))('$file: $client $does', async ({ file, reads }) => {
    expect(await seenIn(file)).toEqual(reads);
  });
});

test('the fixtures are many, and each is named once', () => {
  expect(allCases.length).toBeGreaterThan(100);
  expect(new Set(allCases.map(({ file }) => file)).size).toBe(allCases.length);
});

test('the mails on disk are the ones of the table', () => {
  const stale = allCases.filter(({ file, write }) => Buffer.compare(onDisk(file), Buffer.from(write())) !== 0);
  expect(stale.map(({ file }) => file)).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(allCases.map(({ file }) => file).sort());
});

test('the page about calendars says what the table says', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'calendars.md'), 'utf8');
  expect(page).toBe(calendarsPage(allCases));
});
