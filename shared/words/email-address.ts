import type { Brand } from './brand.ts';

/** A lower-cased addr-spec, so that two spellings of one mailbox compare equal. */
export type EmailAddress = Brand<string, 'EmailAddress'>;

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Parses an address that we are willing to write to: an ASCII dot-atom local part of at most 64 characters, a domain
 * with a dot, 254 in all (RFC 5321 4.5.3.1). Quoted local parts and address literals are refused: they are how headers
 * are smuggled into messages. An internationalised domain is converted to its ASCII form.
 */
export function parseEmailAddress(text: string): EmailAddress | undefined {
  const written = text.trim();
  // Before the change to lower case, which makes a `k` of the sign for kelvin: that would be another mailbox.
  if (!/^[\x21-\x7e]*@/.test(written)) return undefined;
  const address = written.toLowerCase();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = asciiDomain(address.slice(at + 1));
  const whole = `${local}@${domain}`;
  if (local.length > 64 || whole.length > 254 || !LOCAL_PART.test(local) || !DOMAIN.test(domain)) return undefined;
  return whole as EmailAddress;
}

// Only letters of other scripts are left to the URL parser: at `#`, `/` or `?` it would end the host, and read
// "victim.example" out of a domain that belongs to somebody else.
function asciiDomain(domain: string): string {
  if (!/^[a-z0-9.\u0080-\uffff-]+$/.test(domain) || !/[^a-z0-9.-]/.test(domain)) return domain;
  return URL.parse(`http://${domain}/`)?.hostname ?? domain;
}

const ERASED_DOMAIN = '@erased.invalid';

/** The address of somebody who was erased: nothing can be sent to it (RFC 2606). */
export const eraseAddress = (token: string): EmailAddress => `${token}${ERASED_DOMAIN}` as EmailAddress;

export const isErasedAddress = (address: EmailAddress): boolean => address.endsWith(ERASED_DOMAIN);
