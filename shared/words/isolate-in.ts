import { enclose, isRightToLeft } from './isolate.ts';
import { directionOf, type Language } from './languages.ts';

/** Text of a person within a sentence of that language. What is written in the direction of the sentence stays as it is. */
export const isolateIn = (language: Language, text: string): string =>
  (directionOf(language) === 'rtl') === isRightToLeft(text) ? text : enclose(text);
