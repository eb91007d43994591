import type { Language } from '../words/languages.ts';
import { calendarTextAr } from './calendar-text-ar.ts';
import { calendarTextDe } from './calendar-text-de.ts';
import { calendarTextEn, type CalendarText } from './calendar-text-en.ts';
import { calendarTextEs } from './calendar-text-es.ts';

/** What calendars show, in every language. English is the type of the others: a text that one of them lacks does not compile. */
export const CALENDAR_TEXTS: Readonly<Record<Language, CalendarText>> = {
  en: calendarTextEn,
  de: calendarTextDe,
  es: calendarTextEs,
  ar: calendarTextAr,
};
