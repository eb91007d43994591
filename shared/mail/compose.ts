import type { EmailAddress } from '../words/email-address.ts';
import type { Branding } from '../words/branding.ts';
import { writeItip } from '../itip/write-itip.ts';
import type { BookingPurpose, LinkPurpose } from '../words/link-purposes.ts';
import { calendarWords } from './calendar-words.ts';
import type { Block, Message } from './message.ts';
import { noticeWords } from './notice-words.ts';
import { whoIs, wordsOf } from './phrases.ts';
import { isAfterwards, isCalendarMail, isCancellation, type OwedMail } from '../room/owed-mail.ts';
import { timerPath } from '../link/timer-path.ts';
import { sessionTitle } from '../itip/titles.ts';
import { writeBlocks } from './write-text.ts';

/** The links of a mail: the minted ones of its purposes, those to pages of the app, which ask for a sign-in, and where the two meet. */
export type Links = Partial<Readonly<Record<LinkPurpose | BookingPurpose | AppPage | 'venue' | 'unsubscribe', string>>>;

/** The page of the mail's own session; the form to practise again with the same person; the list of open sessions; the form to host one; the reader's wishes; the timer of the session, which asks for no sign-in. */
export type AppPage = 'session' | 'again' | 'sessions' | 'host' | 'wishes' | 'timer';

/** The addresses of those pages. */
export const appLinks = (publicUrl: string, { roomId, when, to }: OwedMail): Readonly<Record<AppPage, string>> => ({
  session: `${publicUrl}/sessions/${roomId}`,
  again: `${publicUrl}/sessions/${roomId}/again`,
  sessions: `${publicUrl}/`,
  host: `${publicUrl}/host`,
  wishes: `${publicUrl}/wishes`,
  timer: `${publicUrl}${timerPath(when, to.role)}`,
});

export interface Words extends Omit<Message, 'language' | 'calendar' | 'footer'> {}

/** What a mail says to its one recipient. The same mail and links give the same message, to the letter. */
export function compose(mail: OwedMail, links: Links, brand: Branding, organizer: EmailAddress): Message {
  const { language } = mail.to;
  const footer = writeFooter(mail, brand);
  if (!isCalendarMail(mail)) return { language, ...noticeWords(mail, links), footer, calendar: null };
  const words = calendarWords(mail, links, brand);
  const ics = writeItip(mail, {
    summary: sessionTitle(mail, brand),
    description: writeBlocks(words.blocks.flatMap(forCalendar), language),
    organizer,
    organizerName: brand.name,
    ...(links.session !== undefined && { url: links.session }),
    ...(mail.venue !== null && links.venue !== undefined && { venue: links.venue }),
  });
  return { language, ...words, footer, calendar: ics };
}

function writeFooter(mail: OwedMail, { name }: Branding): string {
  const { footer } = wordsOf(mail).phrases;
  const because = writeReason(mail, name);
  // Only when both have asked for it does the other person learn it.
  return mail.kind === 'introduction' ? because : `${because} ${footer.addressHidden}`;
}

function writeReason(mail: OwedMail, brandName: string): string {
  const { footer } = wordsOf(mail).phrases;
  if (mail.kind === 'reservation') return footer.practisedBefore(brandName, whoIs(mail));
  if (mail.kind === 'wish-fits') return footer.askedToBeTold(brandName);
  return isCancellation(mail) || isAfterwards(mail) ? footer.hadSession(brandName) : footer.haveSession(brandName);
}

function forCalendar(block: Block): readonly Block[] {
  if (block.type !== 'actions') return [block];
  const actions = block.actions.filter(({ isForCalendar }) => isForCalendar);
  return actions.length === 0 ? [] : [{ type: 'actions', actions }];
}
