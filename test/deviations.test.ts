import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import { sync } from 'node-ical';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';

/*
 * docs/deviations.md says which package of the design card we do not use where the card has it, and why. Each reason is
 * a test here, on the pinned version. When an update mends the package, its test fails: then read the page again.
 */

const page = readFileSync(join(import.meta.dirname, '../docs/deviations.md'), 'utf8');
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'));

const calendar = (...lines: readonly string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//example//EN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

const mail = (contentType: string, body: string): Uint8Array =>
  Buffer.from(
    `From: asha@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nYes\r\n--b\r\nContent-Type: ${contentType}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body}\r\n--b--\r\n`,
    'latin1',
  );

describe('mailparser is not our reader of MIME', () => {
  const saoPaulo = calendar('UID:a', 'COMMENT:São Paulo');

  test('mailparser leaves a calendar part in the bytes of its charset, and postal-mime decodes it', async () => {
    const bytes = mail('text/calendar; charset=iso-8859-1; method=REPLY', saoPaulo);
    const undecoded = (await simpleParser(Buffer.from(bytes))).attachments[0];
    const decoded = (await PostalMime.parse(bytes, { attachmentEncoding: 'utf8' })).attachments[0];
    expect(undecoded?.content.toString('utf8')).not.toContain('São Paulo');
    expect(decoded?.content).toContain('São Paulo');
  });
});

describe('node-ical is not our reader of iCalendar', () => {
  const eventOf = (text: string) => Object.values(sync.parseICS(text)).find((component) => component?.type === 'VEVENT');

  test('node-ical cuts a quoted common name at its semicolon', () => {
    const event = eventOf(
      calendar('UID:a', 'DTSTART:20300108T190000Z', 'ATTENDEE;CN="Rao; Asha";PARTSTAT=DECLINED:mailto:asha@example.org'),
    );
    expect(event?.attendee).toMatchObject({ params: { CN: '"Rao' } });
  });

  test('node-ical loses an event whose UID is "vcalendar"', () => {
    expect(eventOf(calendar('UID:vcalendar', 'DTSTART:20300108T190000Z'))).toBeUndefined();
  });

  test('node-ical reads a time in a zone that nobody knows without an error', () => {
    const event = eventOf(calendar('UID:a', 'DTSTART;TZID=Nowhere/Unknown:20300108T190000'));
    expect(event?.start).toBeInstanceOf(Date);
  });
});

test('ical.js is not our reader of iCalendar because one malformed line loses the whole calendar', () => {
  expect(() => ICAL.parse(calendar('UID:a', 'THIS IS NO CONTENT LINE'))).toThrow(/invalid line/);
});

const CARD = [
  'aws-cdk-lib',
  '@aws-sdk/client-sesv2',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-s3',
  '@middy/core',
  'ical-generator',
  'mailparser',
  'node-ical',
  'jose',
  'vitest',
  'aws-sdk-client-mock',
];

test.each(CARD)('docs/deviations.md says where %s is used, and package.json has it', (name) => {
  expect(page).toContain(`| ${name} |`);
  expect({ ...dependencies, ...devDependencies }).toHaveProperty(name);
});
