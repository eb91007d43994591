import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guestOf } from '../../../shared/room/room.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { letter, reply } from '../../fixtures/mail/letter.ts';
import { inboundWorld, wordsOf } from '../../support/inbound.ts';
import { asha, ben } from '../../support/rooms.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'mail', 'odd');
const mailIn = (file: string): Uint8Array => readFileSync(join(folder, file));

describe('pairs of answers in which the second one has no later DTSTAMP', () => {
  test('an accept and, half an hour later, a decline with the same DTSTAMP: the guest leaves', async () => {
    const { arrives, room, world } = await inboundWorld();
    expect(wordsOf(await arrives(mailIn('equal-stamp-1-accept.eml')))).toBe('applied');
    world.advance(30);
    expect(wordsOf(await arrives(mailIn('equal-stamp-2-decline.eml')))).toBe('applied');
    expect((await room()).status).toBe('open');
  });

  test('a maybe and a later accept that both copy the DTSTAMP of the invitation are both applied', async () => {
    const { arrives, room, world } = await inboundWorld();
    expect(wordsOf(await arrives(mailIn('request-stamp-1-maybe.eml')))).toBe('applied');
    world.advance(10);
    expect(wordsOf(await arrives(mailIn('request-stamp-2-accept.eml')))).toBe('applied');
    expect(guestOf(await room())?.partstat).toBe('ACCEPTED');
  });

  test('an accept and a decline within one second count in the order of their arrival, also when they are worked on in the other order', async () => {
    const { arrives, room } = await inboundWorld();
    const at = (millis: string) => ({ receivedAt: `2030-01-07T11:30:00.${millis}Z` as Instant });
    const says = (id: string, partstat: string) => letter(id, reply({ attendee: `ATTENDEE;PARTSTAT=${partstat}:mailto:${asha.email}` }));
    expect(wordsOf(await arrives(says('b', 'TENTATIVE'), 'PASS', at('700')))).toBe('applied');
    expect(wordsOf(await arrives(says('a', 'ACCEPTED'), 'PASS', at('200')))).toBe('unchanged(older)');
    expect(wordsOf(await arrives(says('c', 'DECLINED'), 'PASS', at('900')))).toBe('applied');
    expect((await room()).status).toBe('open');
  });
});

describe('mail that was written oddly is read as its writer meant it', () => {
  test.each([
    ['utf8-bom-declared-latin1.eml', 'ACCEPTED'],
    ['uid-upper-case.eml', 'ACCEPTED'],
  ])('%s', async (file, partstat) => {
    const { arrives, room } = await inboundWorld();
    expect(wordsOf(await arrives(mailIn(file)))).toBe('applied');
    expect(guestOf(await room())?.partstat).toBe(partstat);
  });

  test('quoted-address.eml', async () => {
    const { arrives, room } = await inboundWorld();
    expect(wordsOf(await arrives(mailIn('quoted-address.eml')))).toBe('applied');
    expect((await room()).status).toBe('open');
  });

  test('counter-lists-only-organizer.eml', async () => {
    const { arrives, room } = await inboundWorld();
    expect(wordsOf(await arrives(mailIn('counter-lists-only-organizer.eml')))).toBe('applied');
    expect((await room()).proposals.map(({ startUtc, by }) => [startUtc, by])).toEqual([['2030-01-15T20:00:00.000Z', 'guest']]);
  });

  const marked = (bytes: Buffer, charset: string) =>
    letter('mark', `${bytes.toString('base64')}\r\n`, { type: `text/calendar; method=REPLY; charset=${charset}`, encoding: 'base64' });
  const utf16 = (littleEndian: boolean): Buffer => {
    const bytes = Buffer.from(`\ufeff${reply()}`, 'utf16le');
    return littleEndian ? bytes : bytes.swap16();
  };

  test.each([
    ['UTF-8', 'windows-1252', Buffer.from(`\ufeff${reply()}`)],
    ['UTF-8', 'iso-8859-2', Buffer.from(`\ufeff${reply()}`)],
    ['UTF-8', 'koi8-r', Buffer.from(`\ufeff${reply()}`)],
    ['UTF-8', 'us-ascii', Buffer.from(`\ufeff${reply()}`)],
    ['UTF-16LE', 'utf-8', utf16(true)],
    ['UTF-16BE', 'utf-8', utf16(false)],
    ['UTF-16LE', 'iso-8859-1', utf16(true)],
    ['UTF-16BE', 'windows-1251', utf16(false)],
    ['UTF-16LE', 'utf-16', utf16(true)],
    ['UTF-8', 'gb2312', Buffer.from(`\ufeff${reply()}`)],
    ['UTF-8', '"shift_jis"', Buffer.from(`\ufeff${reply()}`)],
    ['UTF-8', 'windows-874', Buffer.from(`\ufeff${reply()}`)],
    ['UTF-8', 'utf-16le', Buffer.from(`\ufeff${reply()}`)],
    ['UTF-16BE', 'big5', utf16(false)],
    ['UTF-16LE without a last line break', 'utf-8', utf16(true).subarray(0, -4)],
    ['UTF-16BE without a last line break', 'us-ascii', utf16(false).subarray(0, -4)],
  ])('a byte order mark of %s counts more than the label %s', async (_, charset, bytes) => {
    const { arrives } = await inboundWorld();
    expect(wordsOf(await arrives(marked(bytes, charset)))).toBe('applied');
  });

  test.each([
    ['UTF-8', 'utf-16', Buffer.from(reply())],
    ['UTF-8', 'utf-16be', Buffer.from(reply())],
    ['UTF-16LE', 'utf-8', Buffer.from(reply(), 'utf16le')],
    ['UTF-16BE', 'gb2312', Buffer.from(reply(), 'utf16le').swap16()],
  ])('a calendar in %s without a mark is read although its label is %s, because its first line can be read', async (_, charset, bytes) => {
    const { arrives } = await inboundWorld();
    expect(wordsOf(await arrives(marked(bytes, charset)))).toBe('applied');
  });

  test.each([
    ['UTF-16LE', utf16(true)],
    ['UTF-16BE', utf16(false)],
  ])('a calendar in %s is read although it has no label', async (_, bytes) => {
    const { arrives } = await inboundWorld();
    const type = 'text/calendar; method=REPLY';
    expect(wordsOf(await arrives(letter('no-label', `${bytes.toString('base64')}\r\n`, { type, encoding: 'base64' })))).toBe('applied');
  });

  const ours = 'c0ffee00-0000-4000-8000-0000000000aa';
  test.each([`"${ours}"`, `{${ours.toUpperCase()}}`, `urn:uuid:${ours}`, `${ours}@calendar.example`])(
    'a reply about %s is about the session of that UUID',
    async (written) => {
      const { arrives } = await inboundWorld();
      expect(wordsOf(await arrives(letter('uid', reply().replace(`UID:${ours}`, `UID:${written}`))))).toBe('applied');
    },
  );

  test("a UID with two UUIDs in it is nobody's", async () => {
    const { arrives } = await inboundWorld();
    const two = `${ours}-c0ffee00-0000-4000-8000-0000000000bb`;
    expect(wordsOf(await arrives(letter('uid', reply().replace(`UID:${ours}`, `UID:${two}`))))).toBe('refused(unknown-uid)');
  });

  test('a reply that names only our own mailbox is an answer of its sender', async () => {
    const { arrives, room } = await inboundWorld();
    const attendee = 'ATTENDEE;PARTSTAT=DECLINED:mailto:sessions@meet.example';
    expect(wordsOf(await arrives(letter('only-organizer', reply({ attendee }))))).toBe('applied');
    expect((await room()).status).toBe('open');
  });
});

test.each(['flowed', '"Flowed"', 'flowed; delsp=yes'])(
  'the folded lines of a calendar stay whole where its part says format=%s',
  async (format) => {
    const { arrives, room } = await inboundWorld();
    const attendee = `ATTENDEE;CN=Asha\r\n  Raman;PARTSTAT=ACC\r\n EPTED:mailto:\r\n ${asha.email}`;
    const type = `text/calendar; charset=utf-8; method=REPLY; format=${format}`;
    expect(wordsOf(await arrives(letter('flowed', reply({ attendee }), { type })))).toBe('applied');
    expect(guestOf(await room())?.partstat).toBe('ACCEPTED');
  },
);

test('two new times in one message are no clear answer', async () => {
  const { arrives, room } = await inboundWorld();
  const proposes = (email: string, hour: string) =>
    `ATTENDEE;PARTSTAT=TENTATIVE;TO-ALL-PROPOSED-NEW-TIME="DTSTART:20300116T${hour}0000Z":mailto:${email}`;
  const attendee = `${proposes(asha.email, '19')}\r\n${proposes(ben.email, '20')}`;
  expect(wordsOf(await arrives(letter('two-times', reply({ attendee }))))).toBe('unreadable(ambiguous)');
  expect((await room()).proposals).toEqual([]);
});

test('a line break in another width behind the end of a calendar does not damage it', async () => {
  const { arrives } = await inboundWorld();
  const bytes = Buffer.concat([Buffer.from(reply().trimEnd(), 'utf16le').swap16(), Buffer.from('\r\n')]);
  const type = 'text/calendar; charset=utf-16be; method=REPLY';
  expect(wordsOf(await arrives(letter('odd-end', bytes.toString('base64'), { type, encoding: 'base64' })))).toBe('applied');
});

test.each([
  'Automatic reply: Ophthalmo Practice Session',
  'Out of office: Re: session',
  'Automatische Antwort: session',
  'Réponse automatique : session',
  '=?utf-8?q?R=C3=A9ponse_automatique_=3A_session?=',
  'Meeting Forward Notification: session',
  '自動返信: session',
  'Automatiskt svar: session',
  'Odpowiedź automatyczna: session',
  'Otomatik Yanıt: session',
  'Автоматический ответ: session',
  'תשובה אוטומטית: session',
  'Trả lời tự động: session',
  'স্বয়ংক্রিয় উত্তর: session',
  '[EXTERNAL] RE: Automatic reply: session',
  'Auto: session',
  'I am on annual leave',
  'Urlaub bis Montag',
  '不在のお知らせ',
  'Undeliverable: session',
  'Read: session',
  'Besprechungsweiterleitungsbenachrichtigung: session',
  'Notification de transfert de réunion : session',
])('a robot that only its subject shows is left alone: %s', async (subject) => {
  const { arrives, newMail } = await inboundWorld();
  const away = letter('away', 'I am away.\r\n', {
    type: 'text/plain; charset=utf-8',
    headers: [`References: <c0ffee00-0000-4000-8000-0000000000aa@meet.example>`],
  });
  expect(wordsOf(await arrives(away.replace(/Subject: .*/, `Subject: ${subject}`)))).toBe('refused(automatic)');
  expect(await newMail()).toEqual([]);
});

test.each([
  'Re: Ophthalmo Practice Session with Ben',
  'I cannot come',
  'Reply about the automatic refractor',
  'Question: does the automatic reply reach Ben?',
  'Re: [clinic] leaving early',
])('a person who writes about %j gets the helpful mail', async (subject) => {
  const { arrives, newMail } = await inboundWorld();
  const written = letter('person', 'Sorry.\r\n', {
    type: 'text/plain; charset=utf-8',
    headers: [`References: <c0ffee00-0000-4000-8000-0000000000aa@meet.example>`],
  });
  expect(wordsOf(await arrives(written.replace(/Subject: .*/, `Subject: ${subject}`)))).toBe('unreadable(no-calendar)');
  expect((await newMail()).map(({ kind }) => kind)).toEqual(['reply-unreadable']);
});

test.each([
  'X-Autogenerated: Reply',
  'X-Auto-Response-Suppress: All',
  'X-Mail-Autoreply: yes',
  'X-Auto-Reply-From: asha.raman@mail.example',
  'X-Vacation: yes',
  'X-FC-MachineGenerated: true',
  'X-POST-MessageClass: 9; Autoresponder',
  'X-MS-Exchange-Inbox-Rules-Loop: asha.raman@mail.example',
])('a robot that says so by %s is left alone', async (header) => {
  const { arrives, newMail } = await inboundWorld();
  const away = letter('away', 'I am away.\r\n', {
    type: 'text/plain',
    headers: [header, 'References: <c0ffee00-0000-4000-8000-0000000000aa@meet.example>'],
  });
  expect(wordsOf(await arrives(away))).toBe('refused(automatic)');
  expect(await newMail()).toEqual([]);
});

test.each(['mallory@elsewhere.example', '<mallory@elsewhere.example>'])('the return path %s is not kept', async (returnPath) => {
  const inbound = await inboundWorld();
  await inbound.arrives(letter('kept', reply()), 'GRAY', { returnPath });
  const [row] = inbound.rows.values();
  expect(JSON.parse(row?.notification ?? '')).toHaveProperty('returnPath');
  expect(row?.notification).not.toContain('mallory');
});

test('the time zones of this runtime are at most a year old', () => {
  const year = Number(process.versions['tz']?.slice(0, 4));
  expect(year).toBeGreaterThanOrEqual(new Date().getUTCFullYear() - 1);
});
