import { cleanName } from '../words/names.ts';
import type { Branding } from '../words/branding.ts';
import type { OwedMail, Recipient } from '../room/owed-mail.ts';

/** The calendar SUMMARY, and the subject of an invitation: who it is with, or that the room is open. */
export function sessionTitle(mail: OwedMail, { name }: Branding): string {
  const isOpen = mail.other === null || mail.kind === 'guest-left';
  return isOpen ? `${name} Session (open)` : `${name} Session with ${mail.other.firstName}`;
}

/** What a recipient is called beside their address: their name, unless they have none or it is an address itself. */
export function displayNameOf({ name, email }: Recipient): string {
  const cleaned = cleanName(name);
  return cleaned === '' || cleaned.includes('@') ? email : cleaned;
}
