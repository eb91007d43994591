import { addressParser } from 'postal-mime';
import { parseEmailAddress, type EmailAddress } from '../../shared/words/email-address.ts';

export type Sender = { readonly email: EmailAddress } | { readonly fault: 'no-sender' | 'several-senders' | 'sender-unclear' };

/**
 * The one mailbox that From names. Anything that two readers could read differently is a fault: several From headers,
 * groups, lists, or a display name with another address outside of quotes.
 */
export function senderIn(headers: readonly { readonly key: string; readonly value: string }[]): Sender {
  const [from, ...others] = headers.filter(({ key }) => key === 'from');
  if (!from || from.value === '') return { fault: 'no-sender' };
  if (others.length > 0) return { fault: 'several-senders' };
  if (from.value.length > LONGEST_FROM) return { fault: 'sender-unclear' };
  const [mailbox, ...more] = addressParser(from.value);
  if (more.length > 0) return { fault: 'several-senders' };
  const email = mailbox?.address === undefined ? undefined : parseEmailAddress(mailbox.address);
  return email === undefined || !isPlain(from.value, email) ? { fault: 'sender-unclear' } : { email };
}

const LONGEST_FROM = 2_000;

/** Outside of quotes, comments and encoded words there is no other address than the one that was read. */
function isPlain(value: string, email: EmailAddress): boolean {
  const bare = value
    .replace(/"(?:[^"\\]|\\.)*"/g, ' ')
    .replace(/\([^()]*\)/g, ' ')
    .replace(/=\?[^?\s]*\?[bq]\?[^?\s]*\?=/gi, ' ');
  const addresses = bare.match(/[^\s<>(),;:"]+@[^\s<>(),;:"]+/g) ?? [];
  return addresses.length > 0 && addresses.every((address) => parseEmailAddress(address) === email);
}
