import type { EmailAddress } from '../../shared/words/email-address.ts';
import { isAlignedWith } from './domain-alignment.ts';
import type { Received } from './notification.ts';
import type { Header } from './read-mail.ts';
import { readSesResults } from './ses-results.ts';

/**
 * Whether the domain in From stands behind the mail. `contradicted`: SES checked another domain than the one we read, so
 * one of the two readers is wrong about who sent the mail.
 */
export type SenderProof = 'proven' | 'unproven' | 'disproven' | 'contradicted';

interface ParsedSender {
  readonly email: EmailAddress;
  readonly isPlain: boolean;
}

/**
 * DKIM PASS or SPF PASS alone name no domain. Only DMARC ties one to From (RFC 7489), and SES says in its own
 * Authentication-Results to which: `dmarc=pass header.from=D`. Without such a line PASS counts only if every reader takes
 * the domain in From for the same. A domain without a DMARC policy gets GRAY: then a DKIM signature of exactly From's
 * domain proves as much, where SES itself reports one.
 */
export function proveSender({ verdicts, sesMessageId }: Received, from: ParsedSender, headers: readonly Header[]): SenderProof {
  if (verdicts.dmarc === 'FAIL') return 'disproven';
  const domain = domainOf(from.email);
  const results = readSesResults(headers, sesMessageId);
  if (results === 'unclear') return 'unproven';
  if (verdicts.dmarc !== 'PASS') {
    return verdicts.dkim === 'PASS' && results?.signedDomains.includes(domain) === true ? 'proven' : 'unproven';
  }
  if (results?.dmarc == null) return from.isPlain ? 'proven' : 'unproven';
  if (results.dmarc.result !== 'pass') return 'unproven';
  return isAlignedWith(domain, results.dmarc.domain) ? 'proven' : 'contradicted';
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
