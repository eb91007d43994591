/** How long a session may be, in minutes. */
export const DURATIONS = [30, 60, 90] as const;
export type DurationMinutes = (typeof DURATIONS)[number];

export const isDuration = (minutes: number): minutes is DurationMinutes => DURATIONS.some((allowed) => allowed === minutes);

/** The lengths as a sentence says them: `30, 60 or 90`. */
export const DURATIONS_IN_WORDS = `${DURATIONS.slice(0, -1).join(', ')} or ${DURATIONS.at(-1)}`;
