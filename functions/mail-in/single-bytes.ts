/*
 * postal-mime decodes a calendar by its charset label and gives no bytes. Where the label is wrong, the mail is read again with
 * this label in place of all others: it has a character for each byte, so the bytes can be had back.
 */
const LABEL = 'windows-1252';

const CHARACTERS = new TextDecoder(LABEL).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));

/** The mail with another charset label on each part, also on calendars that have none. */
export const labelSingleBytes = (mail: Uint8Array): Uint8Array =>
  rewrite(mail, (text) =>
    text
      .replace(/(\bcharset\s*=\s*)(?:"[^"\r\n]*"|[^\s;:"]+)/gi, `$1${LABEL}`)
      .replace(/(^content-type\s*:\s*text\/calendar\b)/gim, `$1; charset=${LABEL}`),
  );

/**
 * The mail without the parameter `format=flowed` (RFC 3676). It is meant for text/plain, which nobody reads here, and
 * postal-mime would join the folded lines of calendars by it.
 */
export const withoutFlow = (mail: Uint8Array): Uint8Array =>
  FLOWED.test(asLatin1(mail)) ? rewrite(mail, (text) => text.replace(new RegExp(FLOWED, 'gi'), '$1fixed')) : mail;

const FLOWED = /(\bformat\s*=\s*"?)flowed/i;

/** The bytes of text that was read by that label; undefined if it holds a character that stands for no byte. */
export function bytesOf(text: string): Uint8Array | undefined {
  const bytes = text.split('').map((character) => CHARACTERS.indexOf(character));
  return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
}

const rewrite = (mail: Uint8Array, change: (text: string) => string): Uint8Array => Buffer.from(change(asLatin1(mail)), 'latin1');

const asLatin1 = (mail: Uint8Array): string => Buffer.from(mail.buffer, mail.byteOffset, mail.byteLength).toString('latin1');
