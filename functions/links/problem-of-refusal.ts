import { REFUSAL_WORDS } from '../../shared/words/refusal-words.ts';
import { REFUSED_PARTS, type Refusal } from '../../shared/words/refusals.ts';
import type { Field, FormProblem } from './typed-proposal.ts';

/**
 * Why a time cannot be suggested, for the person at the form: what is the matter and the way out.
 * @param date the field of the time that is refused
 */
export function problemOfRefusal(refusal: Refusal, date: Field = 'date'): FormProblem {
  const part = REFUSED_PARTS[refusal];
  const { matter, wayOut } = REFUSAL_WORDS[refusal];
  const field = part === 'start' ? date : part === 'duration' ? 'length' : null;
  return { field, text: `${matter} ${wayOut}` };
}
