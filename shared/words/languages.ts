/** The languages that people can read everything in. English is written first, and is what counts where nobody has said another one. */
export const LANGUAGES = ['en', 'de', 'es', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

export const DEFAULT_LANGUAGE: Language = 'en';

export const parseLanguage = (text: string): Language | undefined => LANGUAGES.find((language) => language === text);

/** The language of a tag such as `de-AT` or `ES_mx`; undefined where it is none of ours. */
export const languageOfTag = (tag: string): Language | undefined => parseLanguage(tag.trim().toLowerCase().split(/[-_]/)[0] ?? '');

const MOST_TAGS = 20;

/**
 * The first of our languages among those that a browser asks for (`Accept-Language`, RFC 9110 12.5.4), the most wanted first; undefined
 * where it asks for none of them.
 */
export function languageAskedFor(header: string | undefined): Language | undefined {
  const wanted = (header ?? '').split(',', MOST_TAGS).map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { language: languageOfTag(tag), weight: weight === undefined ? 1 : Number(weight) || 0 };
  });
  return wanted
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .find(({ language }) => language !== undefined)?.language;
}

/** In which direction lines are written. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');
