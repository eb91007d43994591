import type { EmailAddress } from './email-address.ts';

/** How one provider delivers: which domains lead to the same mailboxes, and which characters of the local part it ignores. */
interface Provider {
  /** The first one stands for all. */
  readonly domains: readonly [string, ...string[]];
  readonly ignored?: RegExp;
  /** What the provider reads as another character. */
  readonly reads?: readonly [from: RegExp, to: string];
  /** `tag@user.domain` is delivered to `user@domain`. */
  readonly hasUserDomains?: boolean;
}

// As the providers document it. Outlook.com, Zoho and most others know the plus tag and nothing else, so they need no row.
const PROVIDERS: readonly Provider[] = [
  { domains: ['gmail.com', 'googlemail.com'], ignored: /\./g },
  { domains: ['icloud.com', 'me.com', 'mac.com'] },
  { domains: ['proton.me', 'protonmail.com', 'pm.me', 'protonmail.ch'], ignored: /[._-]/g },
  { domains: ['yandex.ru', 'yandex.com', 'ya.ru', 'yandex.by', 'yandex.kz', 'yandex.ua', 'narod.ru'], reads: [/\./g, '-'] },
  { domains: ['fastmail.com'], hasUserDomains: true },
  { domains: ['fastmail.fm'], hasUserDomains: true },
];

/**
 * Whether mail to both addresses arrives in one mailbox, by the rules of the provider. The part behind a plus sign (RFC 5233
 * calls it detail) is ignored at every domain: providers that host other people's domains know it too, and no provider gives
 * an address with a plus sign to somebody else. At unknown domains nothing else is ignored.
 */
export const isSameMailbox = (a: EmailAddress, b: EmailAddress): boolean => a === b || mailboxOf(a) === mailboxOf(b);

/** The spelling that all addresses of one mailbox share. To compare with, not to write to. */
export function mailboxOf(address: EmailAddress): string {
  const at = address.lastIndexOf('@');
  const given = { local: address.slice(0, at), domain: address.slice(at + 1) };
  const { local, domain } = userOfSubdomain(given) ?? given;
  const provider = PROVIDERS.find(({ domains }) => domains.includes(domain));
  // An address may begin with the plus sign: then there is no user in front of a tag.
  const user = /^[^+]*[^+.]/.exec(local)?.[0] ?? local;
  const [from, to] = provider?.reads ?? [/(?!)/g, ''];
  const read = user.replace(provider?.ignored ?? /(?!)/g, '').replace(from, to);
  // Of dots and dashes alone nothing would be left.
  return `${read === '' ? user : read}@${provider?.domains[0] ?? domain}`;
}

function userOfSubdomain({ domain }: { readonly domain: string }) {
  const dot = domain.indexOf('.');
  const parent = domain.slice(dot + 1);
  const isUserDomain = PROVIDERS.some(({ domains, hasUserDomains }) => hasUserDomains === true && domains.includes(parent));
  return isUserDomain ? { local: domain.slice(0, dot), domain: parent } : undefined;
}
