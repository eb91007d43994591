import type { TimeSlot } from '../time/time-slot.ts';
import { clocks, type Readers } from './clocks.ts';
import type { Links } from './compose.ts';
import type { Action, Block } from './message.ts';
import { isolateIn } from '../words/isolate-in.ts';
import { nameToShow } from '../words/name-to-show.ts';
import { practiceInWords } from '../words/practice.ts';
import { nameTopic } from '../words/topics.ts';
import type { OwedMail } from '../room/owed-mail.ts';
import { MAIL_WORDS, type MailWords } from './catalogues/mail-words.ts';

/*
 * What all mails have in common.
 */

/** The words of a mail's one recipient. */
export const wordsOf = ({ to }: OwedMail): MailWords => MAIL_WORDS[to.language];

export const paragraph = (text: string): Block => ({ type: 'paragraph', text });

/** The other party as sentences name them; null: there is no name to show, and each language has its own word for them. */
export function whoIs({ to, other }: Pick<OwedMail, 'to' | 'other'>): string | null {
  const name = other && nameToShow(other.firstName);
  return name === null ? null : isolateIn(to.language, name);
}

/** The mail's session, or another time, on the clocks of the two. */
export function clocksOf(
  mail: OwedMail,
  slot: TimeSlot = mail.when,
  was: TimeSlot | null = null,
  readers: Readers = readersOf(mail),
): Block {
  const { moments, phrases } = wordsOf(mail);
  return clocks(mail.stamp, slot, readers, was, { moments, phrases: phrases.clocks });
}

const readersOf = ({ to, other }: OwedMail): Readers => ({ own: to.timeZone, other });

/** The buttons for which there is a link. The first one is what most people want to do. */
export function actions(...wanted: readonly (Omit<Action, 'url'> & { readonly url: string | undefined })[]): Block[] {
  const minted = wanted.flatMap(({ url, ...action }) => (url === undefined ? [] : [{ ...action, url }]));
  return minted.length === 0 ? [] : [{ type: 'actions', actions: minted }];
}

/** What somebody wrote: the reader, or the other party. */
export function quote(mail: OwedMail, by: 'reader' | 'other', text: string): Block {
  const { byYou, byOther } = wordsOf(mail).phrases.quote;
  return { type: 'quote', intro: by === 'reader' ? byYou : byOther(whoIs(mail)), text };
}

/** What the other party wrote with what the mail tells. */
export const noteOf = (mail: OwedMail): Block[] => (mail.note === '' ? [] : [quote(mail, 'other', mail.note)]);

/** Topic and exam, in a few words; empty when the host has named none. */
export const practiceOf = (mail: OwedMail): string => practiceInWords(nameTopic(mail.practice, wordsOf(mail).phrases.topics));

/** What is practised, and the host's line to the guest. */
export function practiceBlocks(mail: OwedMail): Block[] {
  const { practice, to } = mail;
  const { practised } = wordsOf(mail).phrases;
  const what = practiceOf(mail);
  return [
    ...(what === '' ? [] : [paragraph(practised(what))]),
    ...(practice.line === '' ? [] : [quote(mail, to.role === 'host' ? 'reader' : 'other', practice.line)]),
  ];
}

export const otherSession = (mail: OwedMail): Block[] => (mail.isBusy ? [paragraph(wordsOf(mail).phrases.otherSession)] : []);

/** Whether the two know where they meet. */
export const hasVenue = (mail: OwedMail, links: Links): boolean => mail.venue !== null && links.venue !== undefined;

/** Where the two meet, before everything else. */
export function venueBlocks(mail: OwedMail, links: Links): Block[] {
  if (mail.venue === null) return [];
  const { join, youCanGive, otherCanGive } = wordsOf(mail).phrases.venue;
  if (links.venue !== undefined) return actions({ label: join, url: links.venue, weight: 'primary', isForCalendar: true });
  return [paragraph(mail.to.role === 'host' ? youCanGive(whoIs(mail)) : otherCanGive(whoIs(mail)))];
}
