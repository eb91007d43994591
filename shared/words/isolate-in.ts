import { isolate, RIGHT_TO_LEFT } from './isolate.ts';
import { directionOf, type Language } from './languages.ts';

/** Text of a person within a sentence of that language. What is written in the direction of the sentence stays as it is. */
export function isolateIn(language: Language, text: string): string {
  if (directionOf(language) === 'ltr') return isolate(text);
  return RIGHT_TO_LEFT.test(text) ? text : `\u2068${text}\u2069`;
}
