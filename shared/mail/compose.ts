import type { EmailAddress } from '../words/email-address.ts';
import type { Branding } from '../words/branding.ts';
import { writeItip } from '../itip/write-itip.ts';
import type { LinkPurpose } from '../link/link.ts';
import { calendarWords } from './calendar-words.ts';
import type { Message } from './message.ts';
import { noticeWords } from './notice-words.ts';
import { isCalendarMail, type OwedMail } from '../room/owed-mail.ts';
import { sessionTitle } from '../itip/titles.ts';
import { writeBlocks } from './write-text.ts';

/** The links of a mail, minted. A mail without a purpose has no link for it. */
export type Links = Partial<Readonly<Record<LinkPurpose, string>>>;

export interface Words extends Omit<Message, 'calendar' | 'footer'> {}

/** What a mail says to its one recipient. The same mail and links give the same message, to the letter. */
export function compose(mail: OwedMail, links: Links, brand: Branding, organizer: EmailAddress): Message {
  const footer = `${brand.name} sends this because you have a practice session. Your e-mail address is not shown to the other person.`;
  if (!isCalendarMail(mail)) return { ...noticeWords(mail, links), footer, calendar: null };
  const words = calendarWords(mail, links, brand);
  const ics = writeItip(mail, {
    summary: sessionTitle(mail, brand),
    description: writeBlocks(words.blocks),
    organizer,
    organizerName: brand.name,
  });
  return { ...words, footer, calendar: ics };
}
