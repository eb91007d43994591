import { parseLinkKeys } from '../../functions/platform/links/link-keys.ts';
import { writeMail, type Outgoing, type WrittenMail } from '../../functions/mail-out/write-mail.ts';
import { sendKeyOf, type SendKey } from '../../functions/platform/mail/send-key.ts';
import { createFindVenue } from '../../functions/platform/rooms/find-venue.ts';
import type { OwedMail } from '../../shared/room/owed-mail.ts';
import { email } from './rooms.ts';

/** Two keys, as they are in the middle of a rotation. */
export const twoKeys = parseLinkKeys(JSON.stringify({ current: 'k2', k1: 'a'.repeat(64), k2: 'b'.repeat(64) }));

/** The secret of the ledger's keys. */
export const sendKeySecret = new TextEncoder().encode('s'.repeat(64));

export const keyOf = (mail: OwedMail): SendKey => sendKeyOf(mail, sendKeySecret);

/** A platform of the operator's. */
export const findVenue = createFindVenue('https://meet.example.org/{secret}', async () => sendKeySecret);

export const outgoing: Outgoing = {
  organizer: email('practice@sessions.example'),
  redirectTo: null,
  publicUrl: 'https://sessions.example',
  brand: { name: 'Ophthalmo Practice', color: '#0B5C7A' },
  findVenue,
};

/** The mail as it would leave. */
export const written = (mail: OwedMail, settings: Partial<Outgoing> = {}): Promise<WrittenMail> =>
  writeMail(mail, keyOf(mail), async () => twoKeys, { ...outgoing, ...settings });
