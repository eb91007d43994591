import { domainToUnicode } from 'node:url';
import { decodeWords } from 'postal-mime';
import { parseEmailAddress, type EmailAddress } from '../../shared/words/email-address.ts';

export type SenderFault = 'no-sender' | 'several-senders' | 'sender-unclear';

/**
 * `isPlain`: the domain is written in ASCII letters, digits and hyphens, and nothing else in From resembles an address, so every
 * reader takes it for the same domain.
 */
export type Sender = { readonly email: EmailAddress; readonly isPlain: boolean } | { readonly fault: SenderFault };

/**
 * The one mailbox that From names. The grammar is much narrower than RFC 5322: one addr-spec, or one phrase and one
 * `<addr-spec>`. White space, comments and line breaks inside the address are refused, because RFC 5322 4.4 joins the
 * pieces of `victim@host.example .evil.example` to one domain that belongs to somebody else. Text behind the address is
 * refused too. A parser library would guess in these cases, and the next program may guess differently.
 * @param headers names in lower case, with everything that stands in front of the colon
 */
export function parseFrom(headers: readonly { readonly key: string; readonly value: string }[]): Sender {
  const [from, ...others] = headers.filter(({ key }) => key.replace(/[^a-z-]/g, '') === 'from');
  if (!from || from.value === '') return { fault: 'no-sender' };
  if (others.length > 0) return { fault: 'several-senders' };
  // `From :`, `Fr om:`, `From_:` or a byte order mark: some programs read a sender in it, and others none.
  if (from.key !== 'from') return { fault: 'sender-unclear' };
  const text = from.value.replace(/^[ \t]+|[ \t]+$/g, '');
  if (text.length > LONGEST_FROM || hasControl(text)) return { fault: 'sender-unclear' };
  return parseMailbox(text) ?? { fault: isList(text) ? 'several-senders' : 'sender-unclear' };
}

const LONGEST_FROM = 1_000;

const hasControl = (text: string): boolean => /(?!\t)\p{Cc}/u.test(text);

// Outside ASCII only letters, digits and marks: other characters look like a dot or like nothing.
const ADDRESS = /[\w!#$%&'*+/=?^`{|}~.-]+@[A-Za-z0-9.\p{L}\p{N}\p{M}-]+/u.source;
const BARE = new RegExp(`^(${ADDRESS})$`, 'u');
const ANGLED = new RegExp(`^([^<>]*)<(${ADDRESS})>$`, 'u');

function parseMailbox(text: string): Extract<Sender, { email: EmailAddress }> | undefined {
  const [, bare] = BARE.exec(text) ?? [];
  if (bare !== undefined) return mailboxOf(bare);
  const [, written, angled] = ANGLED.exec(text) ?? [];
  if (written === undefined || angled === undefined) return undefined;
  const phrase = written.trim();
  // Some programs repeat the address where a name belongs. The same address twice can be read in one way only.
  if (isSameText(phrase, angled)) return mailboxOf(angled);
  const isRepeated = isSameText(withoutQuotes(phrase.replace(/^"(.*)"$/, '$1')), angled);
  if (!isPhrase(phrase) && !isRepeated) return undefined;
  // Outlook repeats the address in single quotes: `'a@b.example' <a@b.example>`. Python's email takes `'a@b.example'` for the
  // mailbox. No domain ends with a quote, so a proof that names the domain is a proof of ours; without one, readers differ.
  // The same holds for another address in the phrase, which a reader may take out of it.
  const mailbox = mailboxOf(angled);
  const isClear = isPhrase(phrase) && (isRepeated || !decodeWords(phrase).includes('@'));
  return mailbox && { ...mailbox, isPlain: mailbox.isPlain && isClear };
}

const isSameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const withoutQuotes = (text: string): string =>
  /^(?:'(.*)'|‘(.*)’|“(.*)”)$/
    .exec(text)
    ?.slice(1)
    .find((inside) => inside) ?? text;

function mailboxOf(written: string): Extract<Sender, { email: EmailAddress }> | undefined {
  const email = parseEmailAddress(written);
  // Programs that decode words everywhere read another address in an encoded word.
  if (email === undefined || written.includes('=?') || !isDomainAsMeant(written, email)) return undefined;
  return { email, isPlain: /^[\x21-\x7e]+$/.test(written) };
}

/**
 * Not in letters that IDNA replaces by others, such as wide ones, and not in the two that its first edition replaced (RFC 5894
 * 7.2): programs read different domains in them.
 */
const isDomainAsMeant = (written: string, email: EmailAddress): boolean =>
  /^[\x21-\x7e]+$/.test(written) ||
  (!/[ßẞς]/.test(written) && domainToUnicode(domainOf(email)) === domainOf(written).toLowerCase().normalize('NFC'));

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

// RFC 5322 3.2.5: words, each an atom or a quoted string; a full stop is allowed in an atom (4.1). Comments in the phrase
// are allowed as long as they hold no character that could be part of an address.
const WORD = /^(?:"(?:[^"\\\r\n]|\\[^\r\n])*"|\([^()<>@"\\]*\)|[^\s"()<>@,;:\\[\]]+)\s*/;

function isPhrase(text: string): boolean {
  // A full stop is no word by itself: a phrase that begins with one is none.
  if (/^(?:\([^()]*\)\s*)*\./.test(text)) return false;
  let rest = text;
  while (rest !== '') {
    const word = WORD.exec(rest)?.[0];
    if (word === undefined) return false;
    rest = rest.slice(word.length);
  }
  return true;
}

/** Several mailboxes, each of which could be read alone. */
function isList(text: string): boolean {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.length > 1 && entries.every((entry) => parseMailbox(entry) !== undefined);
}
