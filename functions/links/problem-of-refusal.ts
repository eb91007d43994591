import { REFUSAL_WORDS } from '../../shared/words/refusal-words.ts';
import { REFUSED_PARTS, type Refusal } from '../../shared/words/refusals.ts';
import type { Field, FormProblem } from './typed-proposal.ts';

const FIELDS: Readonly<Record<'start' | 'duration', Field>> = { start: 'date', duration: 'length' };

/** Why a time cannot be suggested, for the person at the form: what is the matter and the way out. */
export function problemOfRefusal(refusal: Refusal): FormProblem {
  const part = REFUSED_PARTS[refusal];
  const { matter, wayOut } = REFUSAL_WORDS[refusal];
  return { field: part ? FIELDS[part] : null, text: `${matter} ${wayOut}` };
}
