import type { Readers } from './clocks.ts';
import type { Links } from './compose.ts';
import type { Action, Block } from './message.ts';
import { isolate } from '../words/isolate.ts';
import { practiceInWords } from '../words/practice.ts';
import type { OwedMail } from '../room/owed-mail.ts';

/*
 * What the words of all mails have in common.
 */

export const paragraph = (text: string): Block => ({ type: 'paragraph', text });

export const readers = ({ to, other }: OwedMail): Readers => ({ own: to.timeZone, other });

/** The other party in the middle of a sentence. */
export const nameOf = ({ other }: OwedMail): string => isolate(other?.firstName ?? 'your partner');

/** The other party where a sentence begins. */
export const leadingNameOf = (mail: OwedMail): string => leading(nameOf(mail));

/** A name where a sentence begins: somebody without a name to show is “your partner”, and that is no name. */
export const leading = (firstName: string): string => (firstName === 'your partner' ? 'Your partner' : isolate(firstName));

/** The buttons for which there is a link. The first one is what most people want to do. */
export function actions(...wanted: readonly (Omit<Action, 'url'> & { readonly url: string | undefined })[]): Block[] {
  const minted = wanted.flatMap(({ url, ...action }) => (url === undefined ? [] : [{ ...action, url }]));
  return minted.length === 0 ? [] : [{ type: 'actions', actions: minted }];
}

/** What the other party wrote with what the mail tells. */
export const noteOf = (mail: OwedMail): Block[] => (mail.note === '' ? [] : [{ type: 'quote', by: leadingNameOf(mail), text: mail.note }]);

/** What is practised, and the host's line to the guest. */
export function practiceBlocks(mail: OwedMail): Block[] {
  const { practice, to } = mail;
  const words = practiceInWords(practice);
  const by = to.role === 'host' ? 'you' : leadingNameOf(mail);
  return [
    ...(words === '' ? [] : [paragraph(`What you practise: ${words}.`)]),
    ...(practice.line === '' ? [] : [{ type: 'quote' as const, by, text: practice.line }]),
  ];
}

export const otherSession = ({ isBusy }: OwedMail): Block[] => (isBusy ? [paragraph('You have another session then.')] : []);

/** Whether the two know where they meet. */
export const hasVenue = (mail: OwedMail, links: Links): boolean => mail.venue !== null && links.venue !== undefined;

/** Where the two meet, before everything else. */
export function venueBlocks(mail: OwedMail, links: Links): Block[] {
  if (mail.venue === null) return [];
  if (links.venue !== undefined) return actions({ label: 'Join the session', url: links.venue, weight: 'primary', isForCalendar: true });
  const wayOut =
    mail.to.role === 'host'
      ? `You can give one on the page of the session, and ${nameOf(mail)} gets it at once.`
      : `${leadingNameOf(mail)} can give one on the page of the session, and you get it at once.`;
  return [paragraph(`There is no link to meet at yet. ${wayOut}`)];
}
