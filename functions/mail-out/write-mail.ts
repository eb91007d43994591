import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { BookingPurpose, LinkPurpose } from '../../shared/words/link-purposes.ts';
import { bookingLinksIn } from '../../shared/link/booking-link.ts';
import { unsubscribeUrl, wishGrantIn } from '../../shared/link/wish-link.ts';
import { linksIn, linkUrl, type LinkGrant } from '../../shared/link/link.ts';
import { appLinks, compose } from '../../shared/mail/compose.ts';
import type { Branding } from '../../shared/words/branding.ts';
import type { OwedMail } from '../../shared/room/owed-mail.ts';
import type { LinkKeys } from '../platform/links/link-keys.ts';
import { mintBookingToken } from '../platform/links/booking-token.ts';
import { mintWishToken } from '../platform/links/wish-token.ts';
import { hashOf, mintToken } from '../platform/links/link-token.ts';
import type { SendKey } from '../platform/mail/send-key.ts';
import type { FindVenue } from '../platform/rooms/find-venue.ts';
import { writeMime } from './write-mime.ts';

/** How this deployment writes its mail. */
export interface Outgoing {
  readonly organizer: EmailAddress;
  readonly redirectTo: EmailAddress | null;
  readonly publicUrl: string;
  readonly brand: Branding;
  readonly findVenue: FindVenue;
}

export interface WrittenMail {
  readonly bytes: Uint8Array;
  /** The links in it that have rows, to be stored before it leaves. */
  readonly links: readonly MintedLink[];
  /** Those that need none. */
  readonly bookingLinks: readonly BookingLink[];
  /** Where the reader ends the wish because of which it is sent; null: it is sent because of no wish. */
  readonly unsubscribe: string | null;
}

export interface MintedLink {
  readonly purpose: LinkPurpose;
  readonly grant: LinkGrant;
  readonly hash: string;
  readonly url: string;
}

/** Mints the links of a mail and writes its bytes. The same mail gives the same of both, while the same key signs. */
export async function writeMail(mail: OwedMail, key: SendKey, linkKeys: () => Promise<LinkKeys>, outgoing: Outgoing): Promise<WrittenMail> {
  const { organizer, brand, redirectTo } = outgoing;
  const links = await mintLinks(mail, linkKeys, outgoing);
  const bookingLinks = await mintBookingLinks(mail, linkKeys, outgoing);
  const wish = wishGrantIn(mail);
  const unsubscribe = wish && unsubscribeUrl(outgoing.publicUrl, await mintWishToken(await linkKeys(), wish));
  const venue = mail.venue && (await outgoing.findVenue(mail.roomId, mail.venue));
  const urls = {
    ...appLinks(outgoing.publicUrl, mail),
    ...Object.fromEntries([...links, ...bookingLinks].map(({ purpose, url }) => [purpose, url])),
    ...(venue !== null && { venue }),
    ...(unsubscribe !== null && { unsubscribe }),
  };
  const message = compose(mail, urls, brand, organizer);
  return {
    bytes: await writeMime(mail, message, { organizer, brand, redirectTo, fingerprint: key.id.slice(0, 32), unsubscribe }),
    links,
    bookingLinks,
    unsubscribe,
  };
}

async function mintLinks(mail: OwedMail, linkKeys: () => Promise<LinkKeys>, { publicUrl }: Outgoing): Promise<MintedLink[]> {
  const grants = linksIn(mail);
  if (grants.length === 0) return [];
  const keys = await linkKeys();
  return Promise.all(
    grants.map(async (grant) => {
      const token = await mintToken(keys, grant, mail.seed);
      return { purpose: grant.purpose, grant, hash: hashOf(token), url: linkUrl(publicUrl, grant.purpose, token) };
    }),
  );
}

interface BookingLink {
  readonly purpose: BookingPurpose;
  readonly url: string;
}

async function mintBookingLinks(mail: OwedMail, linkKeys: () => Promise<LinkKeys>, { publicUrl }: Outgoing): Promise<BookingLink[]> {
  const grants = bookingLinksIn(mail);
  if (grants.length === 0) return [];
  const keys = await linkKeys();
  const minted = await Promise.all(
    grants.map(async (grant) => {
      const token = await mintBookingToken(keys, grant);
      return token === null ? [] : [{ purpose: grant.purpose, url: linkUrl(publicUrl, grant.purpose, token) }];
    }),
  );
  return minted.flat();
}
