import { parseEmailAddress } from '../../shared/words/email-address.ts';
import type { Header } from './read-mail.ts';

/** What SES found out about the sender, as it writes it into the Authentication-Results on top of a stored mail (RFC 8601). */
export interface SesResults {
  /** Null: SES says nothing about DMARC. */
  readonly dmarc: { readonly result: string; readonly domain: string } | null;
  /** Domains whose DKIM signature verified. */
  readonly signedDomains: readonly string[];
}

/**
 * The results that SES itself prepended; null when it prepended none; `unclear` when the sender may have written a part
 * of them. SES's own headers end with its X-SES-RECEIPT, and everything below is the sender's word. The Received header
 * above it holds the id that SES gave this mail, which a sender cannot have known.
 */
export function readSesResults(headers: readonly Header[], sesMessageId: string): SesResults | 'unclear' | null {
  const end = headers.findIndex(({ key }) => key === 'x-ses-receipt');
  const top = headers.slice(0, Math.max(end, 0));
  const isBySes = top.some(({ key, value }) => key === 'received' && value.includes(` id ${sesMessageId} `));
  const written = top.filter(({ key, value }) => key === 'authentication-results' && /^\s*amazonses\.com\s*;/i.test(value));
  const [results] = written;
  if (!isBySes || !results) return null;
  if (written.length > 1) return 'unclear';
  return parseResults(results.value, headers.filter(({ key }) => key === 'dkim-signature').length);
}

function parseResults(value: string, signatures: number): SesResults | 'unclear' {
  // The envelope's addresses and the greeting are quoted in it. A sender who may write quotes or a second result there
  // could write any result.
  const dmarcResults = [...value.matchAll(/\bdmarc\s*=\s*(\w+)([^;]*)/gi)];
  const [dmarc] = dmarcResults;
  if (value.includes('"') || dmarcResults.length > 1) return 'unclear';
  const domain = /\bheader\.from\s*=\s*([^\s;()]+)/i.exec(dmarc?.[2] ?? '')?.[1];
  return {
    dmarc: dmarc?.[1] === undefined ? null : { result: dmarc[1].toLowerCase(), domain: domainIn(domain ?? '') },
    signedDomains: signedDomains(value, signatures),
  };
}

/** As many results as signatures: one more was written into the envelope or the greeting by the sender. */
function signedDomains(value: string, signatures: number): readonly string[] {
  if ([...value.matchAll(/\bdkim\s*=/gi)].length !== signatures) return [];
  const verified = value.matchAll(/;\s*dkim=pass\s+header\.[id]=([^\s;]+)/gi);
  return [...verified].map(([, identity = '']) => domainIn(identity));
}

/** In the form in which our own addresses are compared: ASCII, lower case. Empty: it is no domain. */
function domainIn(identity: string): string {
  const email = parseEmailAddress(`postmaster@${identity.slice(identity.lastIndexOf('@') + 1)}`);
  return email === undefined ? '' : email.slice(email.indexOf('@') + 1);
}
