// Scripts that are written from right to left.
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;

/** Whether any of the text is written from right to left. */
export const isRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/** Between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE. HTML knows these characters as well (Unicode Bidirectional Algorithm, 2.4). */
export const enclose = (text: string): string => (text[0] === '\u2068' ? text : `\u2068${text}\u2069`);

/**
 * Text of a person within a sentence of English. A name from right to left would else turn round what follows it, for example a time.
 * What has no such letter stays as it is.
 */
export const isolate = (text: string): string => (isRightToLeft(text) ? enclose(text) : text);
