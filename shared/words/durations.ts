/** How long a session may be, in minutes. */
export const DURATIONS = [30, 60, 90] as const;
export type DurationMinutes = (typeof DURATIONS)[number];

export const isDuration = (minutes: number): minutes is DurationMinutes => DURATIONS.some((allowed) => allowed === minutes);

/** The lengths as a sentence of that language says them: `30, 60 oder 90`. */
export const durationsIn = (locale: string): string => new Intl.ListFormat(locale, { type: 'disjunction' }).format(DURATIONS.map(String));

/** `30, 60 or 90` */
export const DURATIONS_IN_WORDS = durationsIn('en-GB');
