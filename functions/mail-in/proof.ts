import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { Received } from './notification.ts';
import type { Header } from './read-mail.ts';

/** Whether the domain in From stands behind the mail. */
export type Proof = 'proven' | 'unproven' | 'disproven';

/**
 * DKIM PASS or SPF PASS alone name no domain; only DMARC ties one to From (RFC 7489). A domain without a DMARC policy
 * gets GRAY: then a DKIM signature of exactly From's domain proves as much, where SES itself reports one.
 */
export function proofOf({ verdicts, sesMessageId }: Received, from: EmailAddress, headers: readonly Header[]): Proof {
  if (verdicts.dmarc === 'FAIL') return 'disproven';
  if (verdicts.dmarc === 'PASS') return 'proven';
  const isSigned = verdicts.dkim === 'PASS' && signedDomains(headers, sesMessageId).includes(domainOf(from));
  return isSigned ? 'proven' : 'unproven';
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/**
 * Domains whose DKIM signature verified, in the Authentication-Results that SES puts on top of the stored mail. Everything
 * below its X-SES-RECEIPT is the sender's word. What proves that the top was written by SES is the id that it gave this
 * mail, in its Received header: a sender cannot have known it.
 */
function signedDomains(headers: readonly Header[], sesMessageId: string): readonly string[] {
  const end = headers.findIndex(({ key }) => key === 'x-ses-receipt');
  const top = headers.slice(0, Math.max(end, 0));
  const isBySes = top.some(({ key, value }) => key === 'received' && value.includes(` id ${sesMessageId} `));
  const [results, ...others] = top.filter(({ key, value }) => key === 'authentication-results' && /^\s*amazonses\.com\s*;/i.test(value));
  // The envelope's addresses are quoted in it, and a sender who may quote can write any result there.
  if (!isBySes || !results || others.length > 0 || results.value.includes('"')) return [];
  // As many results as signatures: one more was written into the envelope or the greeting by the sender.
  const signatures = headers.filter(({ key }) => key === 'dkim-signature').length;
  if ([...results.value.matchAll(/\bdkim\s*=/gi)].length !== signatures) return [];
  const verified = results.value.matchAll(/;\s*dkim=pass\s+header\.[id]=([^\s;]+)/gi);
  return [...verified].map(([, identity = '']) => domainOf(identity));
}
