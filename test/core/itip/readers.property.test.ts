import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMail } from '../../../functions/mail-in/read-mail.ts';
import { readReply } from '../../../functions/mail-in/read-reply.ts';
import { parseEmailAddress } from '../../../shared/words/email-address.ts';
import { readItip } from '../../../shared/itip/read-itip.ts';
import { allCases } from '../../fixtures/mail/cases.ts';
import { counter, letter, reply } from '../../fixtures/mail/letter.ts';
import { asha } from '../../support/rooms.ts';
import '../../support/repeatable-properties.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function readAll(bytes: Uint8Array): Promise<string> {
  const mail = await readMail(bytes);
  return typeof mail === 'string' ? mail : readReply(mail.calendars).kind;
}

test('any bytes at all give a value', async () => {
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 4_000 }), async (bytes) => {
    expect(await readAll(bytes)).toBeTypeOf('string');
  });
  await fc.assert(property, { numRuns: 200 });
});

const PIECES = [
  'BEGIN:VCALENDAR',
  'END:VCALENDAR',
  'BEGIN:VEVENT',
  'END:VEVENT',
  'BEGIN:VTIMEZONE',
  'END:VTIMEZONE',
  'BEGIN:STANDARD',
  'END:STANDARD',
  'METHOD:COUNTER',
  'METHOD:REPLY',
  'UID:c0ffee00-0000-4000-8000-0000000000aa',
  'DTSTART;TZID=A:20300116T193000',
  'DTSTART:20300231T250000Z',
  'DTEND:',
  'DURATION:-P1W',
  'TZID:A',
  'TZOFFSETFROM:+9900',
  'TZOFFSETTO:-0100',
  'RRULE:FREQ=YEARLY;BYDAY=9XX',
  'SEQUENCE:-1',
  'ATTENDEE;PARTSTAT="ACCEPTED":mailto:%',
  'ATTENDEE;CN="a:mailto:a@mail.example',
  ' folded',
  '\t',
  ':',
  ';',
  '"',
  '\0',
];

test('any mixture of calendar lines gives a value', () => {
  const lines = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 60 })), { maxLength: 40 });
  const property = fc.property(lines, fc.constantFrom('\r\n', '\n', '\r'), (each, end) => {
    expect(['itip', 'not-handled', 'unreadable']).toContain(readItip(each.join(end)).kind);
  });
  fc.assert(property, { numRuns: 1_000 });
});

test('a mail from the wild with any bytes changed gives a value', async () => {
  const raws = allCases.map(({ write }) => encode(write()));
  const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
  const property = fc.asyncProperty(fc.constantFrom(...raws), fc.array(change, { maxLength: 20 }), async (raw, changes) => {
    const bytes = Uint8Array.from(raw);
    for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
    expect(await readAll(bytes)).toBeTypeOf('string');
  });
  await fc.assert(property, { numRuns: 500 });
});

test('a mail cut anywhere never says the opposite of the whole', async () => {
  const whole = letter('whole', reply({ attendee: `ATTENDEE;PARTSTAT=DECLINED:mailto:${asha.email}` }));
  const property = fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
    const mail = await readMail(encode(whole.slice(0, length)));
    const read = typeof mail === 'string' ? null : readReply(mail.calendars);
    const said = read?.kind === 'itip' ? read.itip.attendees.map(({ partstat }) => partstat) : [];
    expect(said).not.toContain('ACCEPTED');
  });
  await fc.assert(property);
});

test('a time is read as the moment that its zone shows, or not at all', () => {
  const zones = fc.constantFrom(
    'Asia/Kolkata',
    'Europe/London',
    'America/New_York',
    'Asia/Kathmandu',
    'Africa/Cairo',
    'Australia/Lord_Howe',
  );
  const moments = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2034, 0, 1) / 60_000 });
  const property = fc.property(zones, moments, (timeZone, minutes) => {
    const wall = wallOf(minutes * 60_000, timeZone);
    const read = readItip(counter([`DTSTART;TZID=${timeZone}:${wall}`]));
    const proposed = read.kind === 'itip' && read.itip.method === 'COUNTER' ? read.itip.proposed : null;
    const start = proposed !== null && 'startUtc' in proposed ? Date.parse(proposed.startUtc) : Number.NaN;
    // A time that clocks show twice is read as the first of the two.
    expect(wallOf(start, timeZone)).toBe(wall);
  });
  fc.assert(property, { numRuns: 300 });
});

const wallOf = (millis: number, timeZone: string): string =>
  new Date(millis).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T').replace(/[-:]/g, '');

test('an address that is read from any bytes is a valid address', async () => {
  const property = fc.asyncProperty(fc.string({ maxLength: 200 }), async (text) => {
    const mail = await readMail(encode(letter('from', reply(), { from: `From: ${text.replace(/[\r\n]/g, '')}` })));
    const from = typeof mail === 'string' ? null : mail.from;
    expect(from === null || 'fault' in from || parseEmailAddress(from.email) === from.email).toBe(true);
  });
  await fc.assert(property, { numRuns: 300 });
});
