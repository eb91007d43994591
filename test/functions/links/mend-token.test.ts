import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mendToken } from '../../../functions/links/mend-token.ts';
import { mintToken } from '../../../functions/platform/links/link-token.ts';
import { linksIn } from '../../../shared/link/link.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { twoKeys } from '../../support/written-mail.ts';
import '../../support/repeatable-properties.ts';

const { mail, link } = everyMail().flatMap(({ mail: one }) => linksIn(one).map((grant) => ({ mail: one, link: grant })))[0]!;
const token = await mintToken(twoKeys, link, mail.seed);
const [head, tail] = [token.slice(0, 76), token.slice(76)];

describe('a token is found in what a mail program made of it', () => {
  test.each<[string, string]>([
    ['nothing was done', token],
    ['a full stop follows', `${token}.`],
    ['three dots follow', `${token}...`],
    ['an ellipsis follows', `${token}…`],
    ['a comma and a space follow', `${token}, `],
    ['it stands in brackets', `(${token})`],
    ['it stands in square brackets', `[${token}]`],
    ['it stands in angle brackets', `<${token}>`],
    ['it stands in straight quotes', `"${token}"`],
    ['it stands in curly quotes', `“${token}”`],
    ['it is emphasised by stars', `*${token}*`],
    ['it is emphasised by underscores', `_${token}_`],
    ['the equals sign before it was left encoded', `3D${token}`],
    ['it is broken over two lines', `${head}\r\n${tail}`],
    ['it is broken by a line feed', `${head}\n${tail}`],
    ['it is broken by a soft line break of quoted-printable', `${head}=\r\n${tail}`],
    ['it is broken and indented', `${head}\r\n \t${tail}`],
    ['it has a no-break space inside', `${head}\u00a0${tail}`],
    ['it has a zero-width space inside', `${head}\u200b${tail}`],
    ['it has a soft hyphen inside', `${head}\u00ad${tail}`],
    ['it has a word joiner and a byte order mark around it', `\ufeff${token}\u2060`],
    ['it has marks of direction around it', `\u2068${token}\u2069`],
    ['its dots are encoded', token.replaceAll('.', '%2E')],
    ['its dots are encoded twice', token.replaceAll('.', '%252e')],
    ['an encoded bracket follows', `${token}%29`],
    ['a heart follows', `${token}❤️`],
    ['a tag follows', `${token}</a>`],
    ['an encoded fragment follows', `${token}%23x`],
    ['the next sentence follows', `${token}. Thanks`],
    ['the parameter is named twice', `?r=${token}`],
    ['it is said twice, as in a link whose text is the link', `${token}">?r=${token}`],
  ])('%s', (_, damaged) => {
    expect(mendToken(damaged)).toBe(token);
  });

  test('a token is found in any mixture of white space, invisible characters and punctuation', () => {
    const noise = fc.string({ unit: fc.constantFrom(' ', '\r\n', '\t', '\u200b', '\u00ad', '\u2060', '\u00a0', '\ufeff'), maxLength: 4 });
    const around = fc.string({
      unit: fc.constantFrom('.', ',', ')', '(', '<', '>', '"', "'", '’', '»', ';', ':', '!', '?', '*'),
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: token.length }), noise, around, around, (at, inside, before, after) => {
        expect(mendToken(`${before}${token.slice(0, at)}${inside}${token.slice(at)}${after}`)).toBe(token);
      }),
    );
  });
});

describe('text that holds no token stays as it is, to be judged so', () => {
  test.each<[string, string]>([
    ['a word', 'made-up.'],
    ['nothing', ''],
    ['a broken percent code', '%E0%A4%A'],
    ['a token with a letter at its end', `${token}x`],
    ['a token without its last letter', token.slice(0, -1)],
    ['a token with a header line behind it', `${token}\r\nSet-Cookie: a=b`],
    ['a token with a NUL inside', `${head}\0${tail}`],
    ['a token with a NUL behind it', `${token}\0`],
    ['two tokens in one word', `${token} ${token}`],
    ['two different tokens', `${token},${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
  ])('%s', (_, text) => {
    expect(mendToken(text)).toBe(text);
  });

  test('any text without a token stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1000 }), (text) => {
        expect(mendToken(text)).toBe(text);
      }),
    );
  });
});
