import { directionOf, type Language } from './languages.ts';

// Scripts that are written from right to left.
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;

// Letters of all other scripts, and figures.
const NOT_RIGHT_TO_LEFT =
  /(?![\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}])[\p{L}\p{N}]/u;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/**
 * Text of a person within a sentence of ours. A name in the other direction would else turn round what follows it, for example a time.
 * What has no letter of the other direction stays as it is. HTML knows these characters as well (Unicode Bidirectional Algorithm, 2.4).
 */
export const isolateIn = (language: Language, text: string): string =>
  isolateWhere(text, directionOf(language) === 'rtl' ? NOT_RIGHT_TO_LEFT : RIGHT_TO_LEFT);

/** Within a sentence of English. */
export const isolate = (text: string): string => isolateIn('en', text);

const isolateWhere = (text: string, other: RegExp): string =>
  other.test(text) && !text.startsWith(FIRST_STRONG_ISOLATE) ? `${FIRST_STRONG_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}` : text;
