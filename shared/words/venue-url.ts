import type { Brand } from './brand.ts';

/*
 * A venue is where the two of a session meet: an address of a video call. A host may give their own. It stands in somebody else's
 * mail, so it leads to providers that the operator allows and nowhere else.
 */

/** An https address at an allowed provider, in ASCII, that names no mailbox and no other address. */
export type VenueUrl = Brand<string, 'VenueUrl'>;

export const VENUE_URL_LIMIT = 500;

/** Providers that are allowed when the operator names none. `*.` stands for any name below. */
export const DEFAULT_VENUE_HOSTS =
  'zoom.us *.zoom.us teams.microsoft.com teams.live.com meet.google.com whereby.com *.whereby.com meet.jit.si';

/** What MEETING_HOSTS says when hosts may give no links. */
export const NO_VENUE_HOSTS = 'none';

const HOST_PATTERN = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const MOST_HOSTS = 50;

/** Host names apart by spaces, each once; `none`: an empty list. Undefined for text that is no such list. */
export function parseVenueHosts(text: string): readonly string[] | undefined {
  if (text.trim() === NO_VENUE_HOSTS) return [];
  const hosts = [...new Set(text.trim().toLowerCase().split(/\s+/))];
  return hosts.length <= MOST_HOSTS && hosts.every((host) => HOST_PATTERN.test(host)) ? hosts : undefined;
}

export type VenueReading = { readonly url: VenueUrl } | { readonly problem: string };

/**
 * Reads a link that a host typed. The text must be what it seems to be: what a browser would take for another address, or mend
 * first, is refused.
 */
export function parseVenueUrl(typed: string, hosts: readonly string[]): VenueReading {
  const text = typed.trim();
  if (hosts.length === 0) return refuse('This service takes no links of hosts');
  if (text.length > VENUE_URL_LIMIT) return refuse(`Give a link of at most ${VENUE_URL_LIMIT} characters: these are ${text.length}`);
  const host = /^https:\/\/([a-z0-9.-]+)(?::443)?(?:[/?#][!-~]*)?$/i.exec(text)?.[1]?.toLowerCase();
  const url = URL.parse(text);
  if (host === undefined || url === null || url.hostname !== host || text.includes('\\'))
    return refuse('Give a link that begins with https:// and the name of the provider, without spaces, user names and special letters');
  if (!hosts.some((allowed) => isHostIn(host, allowed))) return refuse(`Links to ${host} are not allowed. Give one at ${listHosts(hosts)}`);
  const rest = decodeAll(`${url.pathname}${url.search}${url.hash}`);
  if (MAILBOX.test(rest)) return refuse('Give a link without an e-mail address in it, because your partner sees it');
  if (OTHER_ADDRESS.test(rest)) return refuse('Give the link of the call itself, not one that leads on to another address');
  return { url: encodeUnsafe(url.href) as VenueUrl };
}

/** For a hint beside the field: `zoom.us, meet.google.com or whereby.com`. */
export function listHosts(hosts: readonly string[]): string {
  const names = [...new Set(hosts.map((host) => host.replace('*.', '')))];
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

const refuse = (problem: string): VenueReading => ({ problem });

const isHostIn = (host: string, allowed: string): boolean =>
  allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;

// Teams writes thread ids as `19:meeting_…@thread.v2`: what follows the sign there is no domain of mail.
const MAILBOX = /[^\s/?#&=,;:"]+@(?!thread\.(?:v2|tacv2|skype)\b)[^\s/?#&=,;:"]+\.[\p{L}]{2,}/iu;
const OTHER_ADDRESS = /[a-z][a-z0-9+.-]*:[\\/]|[\\/]{2}|\bwww\./i;
const MOST_LAYERS = 5;

/** Without percent signs, however deep they are. */
function decodeAll(text: string): string {
  let decoded = text;
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const next = decoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
    if (next === decoded) return decoded;
    decoded = next;
  }
  // Nobody writes a link so.
  return `${decoded}//`;
}

// Characters that RFC 3986 has no place for, although browsers keep them.
const encodeUnsafe = (href: string): string => href.replace(/[^\w!#$%&'()*+,\-./:;=?@~]/g, encodeURIComponent);
