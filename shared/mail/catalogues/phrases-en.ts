import { topicsEn } from '../../words/topics.ts';

/*
 * What mails of several kinds say, in English. `who` is the other party; null: there is no name to show.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'your partner';
const leading = (who: Who): string => who ?? 'Your partner';
const possessive = (text: string): string => (text.endsWith('s') ? `${text}'` : `${text}'s`);

/** The session on every clock; pages say it too. */
export const clockWordsEn = {
  yours: 'Your time',
  ofBoth: (who: Who) => `You and ${name(who)}`,
  ofOther: (who: Who) => `${possessive(leading(who))} time`,
  change: 'The clocks change before then; the times above already allow for it.',
};

export type ClockPhrases = typeof clockWordsEn;

export const phrasesEn = {
  clocks: clockWordsEn,
  quote: {
    byYou: 'You wrote',
    byOther: (who: Who) => `${leading(who)} wrote`,
  },
  practised: (what: string) => `What you practise: ${what}.`,
  otherSession: 'You have another session then.',
  venue: {
    join: 'Join the session',
    youCanGive: (who: Who) =>
      `There is no link to meet at yet. You can give one on the page of the session, and ${name(who)} gets it at once.`,
    otherCanGive: (who: Who) =>
      `There is no link to meet at yet. ${leading(who)} can give one on the page of the session, and you get it at once.`,
  },
  plan: {
    stations: (stations: number, minutes: number, toRead: number) =>
      `How you can use the time: ${stations} stations of ${minutes} minutes, each with ${toRead} minutes to read.`,
    youBegin: (who: Who) => `You answer first, and ${name(who)} examines.`,
    otherBegins: (who: Who) => `${leading(who)} answers first, and you examine.`,
    swap: (clock: string) => `You swap half-way, at ${clock}.`,
    feedback: (minutes: number) => `The last ${minutes} minutes of each half are to talk it over.`,
    timer: 'Open the timer for both of you',
  },
  actions: {
    seeSession: 'See the session',
    suggestTime: 'Suggest another time',
    cantCome: "I can't come",
    writeTo: (who: Who) => `Write to ${name(who)}`,
    exchange: (who: Who) => `Exchange addresses with ${name(who)}`,
  },
  footer: {
    haveSession: (brand: string) => `${brand} sends this because you have a practice session.`,
    hadSession: (brand: string) => `${brand} sends this because you had a practice session.`,
    practisedBefore: (brand: string, who: Who) => `${brand} sends this because you have practised with ${name(who)} before.`,
    askedToBeTold: (brand: string) => `${brand} sends this because you asked to be told of sessions like this one.`,
    addressHidden: 'Your e-mail address is not shown to the other person.',
  },
  topics: topicsEn,
};

export type Phrases = typeof phrasesEn;
