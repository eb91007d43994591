import { cleanName } from '../words/names.ts';
import { nameToShow } from '../words/name-to-show.ts';
import type { Branding } from '../words/branding.ts';
import type { OwedMail, Recipient } from '../room/owed-mail.ts';
import { CALENDAR_TEXTS } from './calendar-texts.ts';

/** The calendar SUMMARY, and the subject of an invitation: who it is with, or that the room is open. In the language of its reader. */
export function sessionTitle({ kind, to, other }: OwedMail, { name }: Branding): string {
  const words = CALENDAR_TEXTS[to.language];
  return other === null || kind === 'guest-left' ? words.openTitle(name) : words.title(name, nameToShow(other.firstName));
}

/** What a recipient is called beside their address: their name, unless they have none or it is an address itself. */
export function displayNameOf({ name, email }: Recipient): string {
  const cleaned = cleanName(name);
  return cleaned === '' || cleaned.includes('@') ? email : cleaned;
}
