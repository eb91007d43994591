import { isCalendarMail, type OwedMail } from '../room/owed-mail.ts';
import type { Instant } from '../time/instant.ts';
import type { EmailAddress } from '../words/email-address.ts';
import type { WishId } from '../words/ids.ts';

/** What an unsubscribe link is bound to: it ends this one wish. It has no row, because the wish itself says whether it is still there. */
export interface WishGrant {
  readonly wishId: WishId;
  /** When the wish was made: its id is that of a place, where another wish may stand by now. */
  readonly wishedAt: Instant;
  readonly email: EmailAddress;
  readonly expiresAt: Instant;
}

export const unsubscribeUrl = (publicUrl: string, token: string): string => `${publicUrl}/unsubscribe?t=${token}`;

/** The wish because of which a mail is sent; null for other mail. */
export function wishGrantIn(mail: OwedMail): WishGrant | null {
  if (isCalendarMail(mail) || mail.notice?.kind !== 'wish-fits') return null;
  const { wishId, wishedAt, wishedUntil } = mail.notice;
  return { wishId, wishedAt, email: mail.to.email, expiresAt: wishedUntil };
}
