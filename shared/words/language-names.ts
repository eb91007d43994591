import type { Language } from './languages.ts';

/** What each language calls itself, for people who choose one. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch', es: 'Español', ar: 'العربية' };
