import { describe, expect, test } from 'vitest';
import { parseEmailAddress } from '../../shared/words/email-address.ts';

describe('an address that we are willing to write to', () => {
  test.each([
    ['Asha.Raman+exam@Mail.Example', 'asha.raman+exam@mail.example'],
    [' asha@mail.example ', 'asha@mail.example'],
    ['asha@münchen.example', 'asha@xn--mnchen-3ya.example'],
    ["o'hara@mail.example", "o'hara@mail.example"],
    [`${'a'.repeat(64)}@mail.example`, `${'a'.repeat(64)}@mail.example`],
  ])('%s', (text, address) => {
    expect(parseEmailAddress(text)).toBe(address);
  });

  test.each([
    '',
    'asha',
    '@mail.example',
    'asha@',
    'asha@localhost',
    'asha@[192.0.2.7]',
    'asha@192.0.2.7',
    '"asha raman"@mail.example',
    'asha..raman@mail.example',
    '.asha@mail.example',
    'asha@mail.example.',
    'asha@-mail.example',
    'asha raman@mail.example',
    'asha@mail.example\r\nBcc: ben@mail.example',
    'ashá@mail.example',
    '\u212aarim@mail.example',
    `${'a'.repeat(65)}@mail.example`,
    `asha@${'a.'.repeat(130)}example`,
  ])('%j is none', (text) => {
    expect(parseEmailAddress(text)).toBeUndefined();
  });

  // Where a URL's host ends, a mail's domain does not: these domains all belong to the owner of evil.example.
  test.each(['#', '/', '?', '\\', ':25', '%2F', '@'])('no other domain is read out of an address that holds %j', (mark) => {
    expect(parseEmailAddress(`asha@mail.example${mark}é.evil.example`)).not.toBe('asha@mail.example');
    expect(parseEmailAddress(`asha@mail.example${mark}é`)).toBeUndefined();
  });
});
