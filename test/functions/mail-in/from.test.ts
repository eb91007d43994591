import { array, assert, constantFrom, property } from 'fast-check';
import nodemailerAddresses from 'nodemailer/lib/addressparser';
import { addressParser } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { parseFrom } from '../../../functions/mail-in/parse-from.ts';
import { parseEmailAddress } from '../../../shared/words/email-address.ts';
import { letter, reply } from '../../fixtures/mail/letter.ts';
import { sesTop } from '../../fixtures/mail/ses-top.ts';
import { inboundWorld, wordsOf } from '../../support/inbound.ts';
import { asha, ben } from '../../support/rooms.ts';
import '../../support/repeatable-properties.ts';

const read = (value: string) => parseFrom([{ key: 'from', value }]);

/** RFC 5322 4.4 by the letter: comments and white space around the dots of a domain do not count. */
const asTheStandardReads = (value: string): string => value.replace(/\([^()]*\)/g, '').replace(/(?<=@[^<>]*)\s+(?=[^<>]*)/g, '');

describe('From is read by a grammar so narrow that no second reader can read another sender', () => {
  const pieces = constantFrom(
    'victim@host.example',
    'evil.example',
    'a@b.cd',
    'a',
    'b.cd',
    '<',
    '>',
    '<a@b.cd>',
    '"',
    '\\',
    '(',
    ')',
    '(x)',
    ',',
    ';',
    ':',
    ' ',
    '\t',
    '  ',
    '.',
    '@',
    '[',
    ']',
    '=?utf-8?q?=3Ca=40b.cd=3E?=',
    '"a@b.cd"',
    "'a@b.cd'",
    '\u2018a@b.cd\u2019',
    'é',
    '%',
    '!',
    '\u2024',
    '\u3002',
    "'",
    '/',
    '#',
  );
  const values = array(pieces, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(''));

  test('what we read as one address, nodemailer, postal-mime and the letter of RFC 5322 read as the same address', () => {
    let accepted = 0;
    assert(
      property(values, (value) => {
        const sender = read(value);
        if ('fault' in sender) return;
        accepted += 1;
        const others = [nodemailerAddresses(value), addressParser(value), nodemailerAddresses(asTheStandardReads(value))];
        for (const mailboxes of others) {
          expect(mailboxes).toHaveLength(1);
          expect(parseEmailAddress(mailboxes[0]?.address ?? '')).toBe(sender.email);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  test.each([
    ['asha@mail.example', 'asha@mail.example'],
    ['<asha@mail.example>', 'asha@mail.example'],
    ['Asha Raman <Asha@Mail.example>', 'asha@mail.example'],
    ['"Raman, Asha" <asha@mail.example>', 'asha@mail.example'],
    ['"asha@other.example" <asha@mail.example>', 'asha@mail.example'],
    ['"a \\" quote" <asha@mail.example>', 'asha@mail.example'],
    ['Dr. A. Raman (Moorfields) <asha@mail.example>', 'asha@mail.example'],
    ['=?utf-8?q?Asha_=C3=A9?= <asha@mail.example>', 'asha@mail.example'],
    ['Ásha Raman <asha@mail.example>', 'asha@mail.example'],
    ['asha@mail.example <asha@mail.example>', 'asha@mail.example'],
    ['<asha+exam@mail.example>', 'asha+exam@mail.example'],
    ['"\'asha@mail.example\'" <asha@mail.example>', 'asha@mail.example'],
    ["'asha@mail.example' <asha@mail.example>", 'asha@mail.example'],
    ["'Asha@Mail.example'<asha@mail.example>", 'asha@mail.example'],
    ['\u2018asha@mail.example\u2019 <asha@mail.example>', 'asha@mail.example'],
    ['\u201casha@mail.example\u201d <asha@mail.example>', 'asha@mail.example'],
    ['Asha <asha@bücher.example>', 'asha@xn--bcher-kva.example'],
  ])('%s is read as %s', (value, email) => {
    expect(read(value)).toMatchObject({ email });
  });

  test.each([
    'victim@host.example .evil.example',
    'victim@host.example\t.evil.example',
    'victim@host.example (x) .evil.example',
    'victim@host.example(x).evil.example',
    'victim@host.example(',
    'victim @host.example',
    'victim@ host.example',
    '(x)victim@host.example',
    'V <victim@host.example .evil.example>',
    'V <victim@host.example> .evil.example',
    'V <victim@host.example> (x)',
    'V <victim@host.example> x',
    'V <<victim@host.example>>',
    'V <victim@host.example> <a@evil.example>',
    'V <@evil.example:victim@host.example>',
    '"victim"@host.example',
    '"victim@host.example x"@evil.example',
    'victim@[192.0.2.1]',
    'victim@host.example.',
    'victim@host。example',
    'victim@host.example <a@evil.example>',
    "'victim@host.example' <a@evil.example>",
    "'a@evil.example' <victim@host.example>",
    "'victim@host.example <victim@host.example>",
    "victim@host.example' <victim@host.example>",
    "''victim@host.example'' <victim@host.example>",
    "'victim@host.example' (x) <victim@host.example>",
    "'victim@host.example' x <victim@host.example>",
    "'victim@host.example' 'victim@host.example' <victim@host.example>",
    "'victim@host.example'",
    "<'victim@host.example'>",
    'Friends: victim@host.example;',
    'Raman, Asha <victim@host.example>',
    'V <victim@host.example',
    'victim@host.example>',
    'victim@host.example\u200b',
    'victim@host.example\0',
    'V (a@evil.example) <victim@host.example>',
    '=?utf-8?q?victim?=@host.example',
    '=?utf-8?q?victim=40host.example=2C?=a@evil.example',
    'victim@\uff48ost.example',
    'victim@ho\u017ft.example',
    'victim@stra\u00dfe.example',
    'victim@\u03b2\u03cc\u03bb\u03bf\u03c2.example',
    '\u212a@host.example',
    '. <victim@host.example>',
    '(x) .. V <victim@host.example>',
    `${'a'.repeat(1_000)} <victim@host.example>`,
  ])('%s names no clear sender', (value) => {
    expect(read(value)).toEqual({ fault: 'sender-unclear' });
  });

  test.each([
    ['Asha <asha@mail.example>', true],
    ['"asha@mail.example" <asha@mail.example>', true],
    ['"\'asha@mail.example\'" <asha@mail.example>', true],
    ['"mallory@evil.example" <asha@mail.example>', false],
    ['=?utf-8?q?mallory=40evil.example?= <asha@mail.example>', false],
    ["'asha@mail.example' <asha@mail.example>", false],
  ])('whether nothing else in %s resembles an address: %s', (value, isPlain) => {
    expect(read(value)).toMatchObject({ isPlain });
  });

  test('a long value costs little, whatever it holds', () => {
    const started = process.cpuUsage().user;
    for (const unit of ['"', '\\', '(', '()', 'a ', '"a" ', '<', '@', '.', 'a,', 'a@b.cd,', '=?']) read(unit.repeat(60_000));
    expect(process.cpuUsage().user - started).toBeLessThan(200_000);
  });
});

describe('an address that From repeats in single quotes, as Outlook writes it', () => {
  const outcomeWith = async (top: readonly string[]) => {
    const { arrives } = await inboundWorld();
    const outcome = await arrives(letter('quoted', reply(), { top, from: `From: '${asha.email}' <${asha.email}>` }), 'PASS', {
      sesMessageId: 'k3n0wn',
    });
    return wordsOf(outcome);
  };

  test('the answer of an address repeated in single quotes is applied where SES names its domain', async () => {
    expect(await outcomeWith(sesTop('k3n0wn', 'dmarc=pass header.from=mail.example;'))).toBe('applied');
  });

  test('an address repeated in single quotes is asked where SES names no domain, because other programs read the quotes as a part of it', async () => {
    expect(await outcomeWith([])).toBe('needs-confirmation');
  });

  test.each(["mail.example'", 'evil.example'])(
    'an address repeated in single quotes speaks for nobody where SES names %s',
    async (domain) => {
      expect(await outcomeWith(sesTop('k3n0wn', `dmarc=pass header.from=${domain};`))).toBe('refused(sender-unclear)');
    },
  );
});

describe('a From that two programs may read differently speaks for nobody, even where DMARC passed', () => {
  test.each([' .evil.example', '\r\n .evil.example', ' (x) .evil.example', '(x).evil.example', '\t.evil.example'])(
    'an address that goes on behind %j',
    async (rest) => {
      const { arrives, room, newMail } = await inboundWorld();
      const decline = reply({ attendee: `ATTENDEE;PARTSTAT=DECLINED:mailto:${ben.email}` });
      const outcome = await arrives(letter('spoof', decline, { from: `From: ${ben.email}${rest}` }));
      expect(wordsOf(outcome)).toBe('refused(sender-unclear)');
      expect((await room()).status).toBe('booked');
      expect(await newMail()).toEqual([]);
    },
  );

  test.each([
    ['a second From behind a lone carriage return', `From: <${asha.email}>\rFrom: <mallory@evil.example>`],
    ['a NUL in the headers', `From: <${asha.email}>\r\nX-A: b\0c`],
  ])('%s', async (_, from) => {
    const { arrives } = await inboundWorld();
    expect(wordsOf(await arrives(letter('spoof', reply(), { from })))).toBe('refused(sender-unclear)');
  });

  test.each(['From : ', 'From\t: ', 'Fr om: ', 'From_: ', '\ufeffFrom: ', ' From: ', 'From\u00a0: '])(
    'the only From is written %j, in which some programs read no sender',
    async (name) => {
      const { arrives, room } = await inboundWorld();
      const decline = reply({ attendee: `ATTENDEE;PARTSTAT=DECLINED:mailto:${ben.email}` });
      const outcome = await arrives(letter('spoof', decline, { from: `${name}<${ben.email}>` }));
      expect(wordsOf(outcome)).toBe('refused(sender-unclear)');
      expect((await room()).status).toBe('booked');
    },
  );

  test.each(['From : <mallory@evil.example>', 'FROM: <mallory@evil.example>', 'Fr\0om: <mallory@evil.example>'])(
    'a second From written %j',
    async (header) => {
      const { arrives } = await inboundWorld();
      const outcome = await arrives(letter('spoof', reply(), { headers: [header] }));
      expect(wordsOf(outcome)).toMatch(/^refused\((several-senders|sender-unclear)\)$/);
    },
  );
});
