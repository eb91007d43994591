import type { ClockPhrases, Phrases } from './phrases-en.ts';
import { topicsDe } from '../../words/topics.ts';

/*
 * What mails of several kinds say, in German.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'Ihr Gegenüber';
const dative = (who: Who): string => who ?? 'Ihrem Gegenüber';

/** The session on every clock; pages say it too. */
const clockWordsDe: ClockPhrases = {
  yours: 'Ihre Zeit',
  ofBoth: (who) => `Sie und ${name(who)}`,
  ofOther: (who) => `Zeit von ${dative(who)}`,
  change: 'Bis dahin werden die Uhren umgestellt. Die Zeiten oben berücksichtigen das schon.',
};

export const phrasesDe: Phrases = {
  clocks: clockWordsDe,
  quote: {
    byYou: 'Sie haben geschrieben',
    byOther: (who) => `${name(who)} hat geschrieben`,
  },
  practised: (what) => `Was Sie üben: ${what}.`,
  otherSession: 'Zu dieser Zeit haben Sie eine andere Sitzung.',
  venue: {
    join: 'An der Sitzung teilnehmen',
    youCanGive: (who) =>
      `Es gibt noch keinen Link, unter dem Sie sich treffen. Sie können auf der Seite der Sitzung einen angeben, und ${name(who)} bekommt ihn sofort.`,
    otherCanGive: (who) =>
      `Es gibt noch keinen Link, unter dem Sie sich treffen. ${name(who)} kann auf der Seite der Sitzung einen angeben, und Sie bekommen ihn sofort.`,
  },
  plan: {
    stations: (stations, minutes, toRead) =>
      `So können Sie die Zeit nutzen: ${stations} Stationen zu je ${minutes} Minuten, jeweils mit ${toRead} Minuten Lesezeit.`,
    youBegin: (who) => `Zuerst antworten Sie, und ${name(who)} prüft.`,
    otherBegins: (who) => `Zuerst antwortet ${name(who)}, und Sie prüfen.`,
    swap: (clock) => `Zur Halbzeit, um ${clock} Uhr, tauschen Sie die Rollen.`,
    feedback: (minutes) => `Die letzten ${minutes} Minuten jeder Hälfte sind für die Besprechung.`,
    timer: 'Den Timer für Sie beide öffnen',
  },
  actions: {
    seeSession: 'Sitzung ansehen',
    suggestTime: 'Andere Zeit vorschlagen',
    cantCome: 'Ich kann nicht kommen',
    writeTo: (who) => `An ${name(who)} schreiben`,
    exchange: (who) => `Adressen mit ${dative(who)} austauschen`,
  },
  footer: {
    haveSession: (brand) => `${brand} schreibt Ihnen, weil Sie eine Übungssitzung haben.`,
    hadSession: (brand) => `${brand} schreibt Ihnen, weil Sie eine Übungssitzung hatten.`,
    practisedBefore: (brand, who) => `${brand} schreibt Ihnen, weil Sie schon einmal mit ${dative(who)} geübt haben.`,
    askedToBeTold: (brand) => `${brand} schreibt Ihnen, weil Sie von Sitzungen wie dieser erfahren wollten.`,
    addressHidden: 'Ihre E-Mail-Adresse bleibt für die andere Person verborgen.',
  },
  topics: topicsDe,
};
