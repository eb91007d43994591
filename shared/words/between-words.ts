import { NOTE_LIMIT } from './note-limit.ts';

/*
 * What the app and the pages of links say about words between the two.
 */

export const noteHint = (name: string): string =>
  `${name} gets them by mail. At most ${NOTE_LIMIT} characters; addresses, numbers and links are taken out.`;

/** How a wish to exchange addresses stands. Nobody learns of a no. */
export function describeIntroduction(name: string, askedByYou: boolean, askedByOther: boolean): string {
  if (askedByYou) return `You asked to exchange addresses. If ${name} asks too, each of you gets the address of the other by mail.`;
  return askedByOther
    ? `${name} would like to exchange addresses. If you want that too, each of you gets the address of the other by mail.`
    : `You can exchange e-mail addresses, if ${name} wants it too. Until both of you have asked, nobody gets an address.`;
}

export const announceIntroduction = (name: string): string =>
  `You and ${name} have exchanged addresses. Each of you got a mail with the address of the other.`;
