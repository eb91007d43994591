import { NO_NAME } from './names.ts';

/** Null for somebody without a name to show: each language has its own words for them. */
export const nameToShow = (firstName: string): string | null => (firstName === NO_NAME ? null : firstName);
