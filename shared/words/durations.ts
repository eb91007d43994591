/** How long a session may be, in minutes. */
export const DURATIONS = [30, 60, 90] as const;
export type DurationMinutes = (typeof DURATIONS)[number];

export const isDuration = (minutes: number): minutes is DurationMinutes => DURATIONS.some((allowed) => allowed === minutes);
