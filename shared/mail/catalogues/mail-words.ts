import { ARABIC_MOMENTS, ENGLISH_MOMENTS, GERMAN_MOMENTS, SPANISH_MOMENTS, type MomentWords } from '../../time/moment-words.ts';
import type { Language } from '../../words/languages.ts';
import { refusalWordsAr } from '../../words/refusal-words-ar.ts';
import { refusalWordsDe } from '../../words/refusal-words-de.ts';
import { refusalWordsEs } from '../../words/refusal-words-es.ts';
import { REFUSAL_WORDS, type RefusalCatalogue } from '../../words/refusal-words.ts';
import { calendarWordsAr } from './calendar-words-ar.ts';
import { calendarWordsDe } from './calendar-words-de.ts';
import { calendarWordsEn, type CalendarWords } from './calendar-words-en.ts';
import { calendarWordsEs } from './calendar-words-es.ts';
import { noticeWordsAr } from './notice-words-ar.ts';
import { noticeWordsDe } from './notice-words-de.ts';
import { noticeWordsEn, type NoticeWords } from './notice-words-en.ts';
import { noticeWordsEs } from './notice-words-es.ts';
import { phrasesAr } from './phrases-ar.ts';
import { phrasesDe } from './phrases-de.ts';
import { phrasesEn, type Phrases } from './phrases-en.ts';
import { phrasesEs } from './phrases-es.ts';

/** All words of mails in one language. English is the type of the others: a word that one of them lacks does not compile. */
export interface MailWords {
  readonly moments: MomentWords;
  readonly phrases: Phrases;
  readonly calendar: CalendarWords;
  readonly notices: NoticeWords;
  readonly refusals: RefusalCatalogue;
}

export const MAIL_WORDS: Readonly<Record<Language, MailWords>> = {
  en: { moments: ENGLISH_MOMENTS, phrases: phrasesEn, calendar: calendarWordsEn, notices: noticeWordsEn, refusals: REFUSAL_WORDS },
  de: { moments: GERMAN_MOMENTS, phrases: phrasesDe, calendar: calendarWordsDe, notices: noticeWordsDe, refusals: refusalWordsDe },
  es: { moments: SPANISH_MOMENTS, phrases: phrasesEs, calendar: calendarWordsEs, notices: noticeWordsEs, refusals: refusalWordsEs },
  ar: { moments: ARABIC_MOMENTS, phrases: phrasesAr, calendar: calendarWordsAr, notices: noticeWordsAr, refusals: refusalWordsAr },
};
