// Scripts that are written from right to left.
export const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/**
 * Text of a person within a sentence of English. A name from right to left would else turn round what follows it, for example a time.
 * What has no such letter stays as it is. HTML knows these characters as well (Unicode Bidirectional Algorithm, 2.4).
 */
export const isolate = (text: string): string =>
  RIGHT_TO_LEFT.test(text) && !text.startsWith(FIRST_STRONG_ISOLATE) ? `${FIRST_STRONG_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}` : text;
