import { DURATIONS } from './durations.ts';

/** The lengths as a sentence of that language says them: `30, 60 oder 90`. */
export const durationsIn = (locale: string): string => new Intl.ListFormat(locale, { type: 'disjunction' }).format(DURATIONS.map(String));
