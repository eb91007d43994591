import * as fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { displayNameOf, sessionTitle } from '../../../shared/itip/titles.ts';
import { isCalendarMail } from '../../../shared/room/owed-mail.ts';
import { benAndAsha, everyMail } from '../../support/decided-mail.ts';
import { foreignReaders, propertiesOf } from '../../support/foreign-calendars.ts';
import { leavesOf, mimeTree, outlineOf } from '../../support/mime-tree.ts';
import { asha, ben } from '../../support/rooms.ts';
import { outgoing, written } from '../../support/written-mail.ts';
import '../../support/repeatable-properties.ts';

/*
 * Whatever people call themselves or write to each other, a mail keeps its parts, headers, properties and its one recipient, and tells
 * not an address of anybody.
 */

const HOSTILE = [
  '',
  ' ',
  asha.email,
  ben.email,
  ben.email.toUpperCase(),
  `"Ben" <${ben.email}>`,
  `Asha ${asha.email}`,
  `mailto:${ben.email}`,
  ben.email.replace('@', '\u00ad@'),
  ben.email.replace('@', '\u200b@\u200b'),
  ben.email.replace('@', '＠'),
  'Asha\r\nBcc: victim@mail.example',
  'Asha\r\nATTENDEE:mailto:victim@mail.example',
  'Asha\nEND:VEVENT\nBEGIN:VEVENT',
  'Asha";X=1;CN="',
  'Asha;Ben,Carl:Dora\\n',
  '=?utf-8?B?QmVu?=',
  '=?utf-8?Q?a=0D=0ABcc:_victim=40mail.example?=',
  ':MAILTO:victim@mail.example',
  '\u202eahsA\u202c',
  '\u0000\u0007\u001b[31mAsha',
  '👩‍👩‍👧‍👦'.repeat(40),
  'ñ'.repeat(300),
  '漢'.repeat(300),
  'x'.repeat(300),
  '<script>alert(1)</script>',
  '</h1><a href="https://evil.example">click</a>',
  '&amp;&lt;',
  '\ud800',
  "O'Neill^n^'",
];

const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);
const line = fc.oneof(
  text,
  fc.tuple(text, text).map(([a, b]) => `${a} ${b}`),
);
const plain = everyMail();

test('what people write cannot change the shape of a mail, and tells no address', async () => {
  await fc.assert(
    fc.asyncProperty(line, line, line, fc.nat(), async (host, guest, note, n) => {
      const cast = { ...benAndAsha, host: { ...ben, name: host }, guest: { ...asha, name: guest }, note: `Note: ${note}` };
      const index = n % plain.length;
      const { mail, stranger } = everyMail(cast)[index]!;
      const [ours, before] = [mimeTree((await written(mail)).bytes), mimeTree((await written(plain[index]!.mail)).bytes)];

      expect(outlineOf(ours)).toBe(outlineOf(before));
      expect(ours.headers.map(([name]) => name)).toEqual(before.headers.map(([name]) => name));
      // The breaks of lines belong to the note.
      const tagsIn = (tree: typeof ours) =>
        leavesOf(tree)[1]!
          .content.toString()
          .match(/<(?!br\b)/g)?.length;
      expect(tagsIn(ours)).toBe(tagsIn(before));
      await expectOneRecipient((await written(mail)).bytes, mail.to.email);
      for (const { content } of leavesOf(ours))
        expect(
          content
            .toString()
            .replace(/\r\n[ \t]/g, '')
            .toLowerCase(),
        ).not.toContain(stranger ?? 'no address is kept back');
      if (isCalendarMail(mail)) expectSameEvent(leavesOf(ours)[2]!.content.toString(), leavesOf(before)[2]!.content.toString(), mail);
    }),
    { numRuns: 30 },
  );
});

test.each(['=?utf-8?Q?a=0D=0ABcc:_victim=40mail.example?=', '=?utf-8?B?QmVuQG1haWwuZXhhbXBsZQ==?=', '==??utf-8?q?=40?='])(
  'a name like %s is no encoded word (RFC 2047) that mail programs would decode',
  async (name) => {
    const { mail } = everyMail({ ...benAndAsha, host: { ...ben, name }, guest: { ...asha, name } })[0]!;
    const { subject, to } = await simpleParser(Buffer.from((await written(mail)).bytes));
    expect(subject).toBe(sessionTitle(mail, outgoing.brand));
    expect([to].flat()[0]?.value[0]).toEqual({ name: '', address: mail.to.email });
    expect(displayNameOf(mail.to)).toBe(mail.to.email);
  },
);

async function expectOneRecipient(bytes: Uint8Array, address: string): Promise<void> {
  const { to, cc, bcc, from, replyTo, subject } = await simpleParser(Buffer.from(bytes));
  const recipients = [to, cc, bcc].flat().flatMap((field) => field?.value ?? []);
  expect(recipients.map((recipient) => recipient.address)).toEqual([address]);
  expect([from, replyTo].map((field) => [field].flat().flatMap((one) => one?.value.map((value) => value.address)))).toEqual([
    [outgoing.organizer],
    [outgoing.organizer],
  ]);
  expect(subject).not.toMatch(/[\r\n]/);
}

function expectSameEvent(ics: string, before: string, mail: Parameters<typeof sessionTitle>[0]): void {
  expect(propertiesOf(ics)).toEqual(propertiesOf(before));
  expect(ics.split('\r\n').filter((folded) => Buffer.byteLength(folded) > 75)).toEqual([]);
  for (const [name, read] of foreignReaders) {
    const { attendees, summary, uid } = read(ics);
    expect([name, uid]).toEqual([name, mail.uid]);
    // node-ical undoes escapes one after the other, so that an escaped backslash before an n becomes a line break.
    const title = sessionTitle(mail, outgoing.brand);
    expect(name === 'ical.js' || !title.includes('\\') ? summary : title).toBe(title);
    expect(attendees).toHaveLength(1);
  }
  const [attendee] = foreignReaders[0]![1](ics).attendees;
  expect(attendee!.address).toBe(`mailto:${mail.to.email}`);
  // In a parameter a backslash stands for itself (RFC 5545 3.1); this reader takes it for an escape.
  const called = displayNameOf(mail.to);
  expect(called.includes('\\') ? called : attendee!.cn).toBe(called);
}
