import type { Language } from '../words/languages.ts';

/** How a language writes moments. The rest is in `Intl`. */
export interface MomentWords {
  readonly language: Language;
  /** For `Intl`. Digits are those of all clocks and links here, in every language: a time is then one glance in each calendar program. */
  readonly locale: string;
  /** Where the abbreviations of zones come from, the first that has one. */
  readonly abbreviating: readonly string[];
  readonly greenwich: string;
  readonly dayBefore: string;
  readonly dayAfter: string;
  readonly atNight: string;
  /** Between the parts of a moment, and between remarks on it. */
  readonly comma: string;
  /** A time and what it moves to, read in the direction of the language. */
  readonly move: (from: string, to: string) => string;
  /** The start and the end of a session. */
  readonly range: (from: string, to: string) => string;
  /** Times of which one is meant. */
  readonly either: (times: readonly string[]) => string;
}

// Abbreviations are known to a locale only for its own places.
const ENGLISH_LOCALES = 'en-GB en-IN en-US en-AU en-NZ en-ZA'.split(' ');

export const ENGLISH_MOMENTS: MomentWords = {
  language: 'en',
  locale: 'en-GB',
  abbreviating: ENGLISH_LOCALES,
  greenwich: 'Greenwich Mean Time',
  dayBefore: 'the day before',
  dayAfter: 'the day after',
  atNight: 'at night',
  comma: ', ',
  move: (from, to) => `${from} → ${to}`,
  range: (from, to) => `${from}–${to}`,
  either: (times) => times.join(' or '),
};

export const GERMAN_MOMENTS: MomentWords = {
  language: 'de',
  locale: 'de',
  abbreviating: ['de', ...ENGLISH_LOCALES],
  greenwich: 'Mittlere Greenwich-Zeit',
  dayBefore: 'am Tag davor',
  dayAfter: 'am Tag danach',
  atNight: 'nachts',
  comma: ', ',
  move: (from, to) => `${from} → ${to}`,
  range: (from, to) => `${from}–${to}`,
  either: (times) => times.join(' oder '),
};

export const SPANISH_MOMENTS: MomentWords = {
  language: 'es',
  locale: 'es',
  abbreviating: ['es', ...ENGLISH_LOCALES],
  greenwich: 'hora del meridiano de Greenwich',
  dayBefore: 'el día anterior',
  dayAfter: 'el día siguiente',
  atNight: 'de noche',
  comma: ', ',
  move: (from, to) => `${from} → ${to}`,
  range: (from, to) => `${from}–${to}`,
  either: (times) => times.join(' o '),
};

/** Between figures an arrow or a dash could be read from either side in a line from right to left, so there are words. */
export const ARABIC_MOMENTS: MomentWords = {
  language: 'ar',
  locale: 'ar-u-nu-latn',
  abbreviating: ENGLISH_LOCALES,
  greenwich: 'توقيت غرينتش',
  dayBefore: 'في اليوم السابق',
  dayAfter: 'في اليوم التالي',
  atNight: 'ليلاً',
  comma: '، ',
  move: (from, to) => `من ${from} إلى ${to}`,
  range: (from, to) => `من ${from} إلى ${to}`,
  either: (times) => times.join(' أو '),
};
