import { getDomain } from 'tldts';

/**
 * Whether a DMARC check of `checked` speaks for mail from `domain` (RFC 7489 3.1.1, relaxed): the same domain, or a parent
 * of it that is not above the organizational domain. A public suffix such as co.uk or github.io never counts, because
 * everybody can have a domain below it. Both in lower case.
 */
export function isAlignedWith(domain: string, checked: string): boolean {
  if (checked === domain) return true;
  if (!domain.endsWith(`.${checked}`)) return false;
  const organizational = organizationalDomain(domain);
  return organizational !== null && (checked === organizational || checked.endsWith(`.${organizational}`));
}

const organizationalDomain = (domain: string): string | null => getDomain(domain, { allowPrivateDomains: true, validateHostname: false });

/** Whether two addresses belong to domains of one organization. */
export function isSameOrganization(a: string, b: string): boolean {
  const [one, other] = [a, b].map((address) => organizationalDomain(address.slice(address.lastIndexOf('@') + 1)));
  return one != null && one === other;
}
