import { DURATIONS_IN_WORDS } from '../../shared/words/durations.ts';
import type { Refusal } from '../../shared/words/refusals.ts';
import type { FieldProblem } from './suggestion.ts';

/** Why a time cannot be suggested, for the person at the form: what is the matter and the way out. */
export function wordsOf(refusal: Refusal): FieldProblem {
  switch (refusal) {
    case 'start-in-past':
      return { field: 'date', text: 'That time has passed. Choose one in the future' };
    case 'start-too-far':
      return { field: 'date', text: 'That is too far away. Choose a date within a year' };
    case 'same-time':
      return { field: 'time', text: 'The session is at that time already. Choose another time or length' };
    case 'duration-not-allowed':
      return { field: 'length', text: `Choose ${DURATIONS_IN_WORDS} minutes` };
    case 'proposal-limit':
      return {
        field: null,
        text: 'Five times were suggested for this session within a day. Wait for an answer, or suggest again tomorrow.',
      };
    case 'room-started':
    case 'room-over':
      return { field: null, text: 'The session has started, so it can no longer be moved.' };
    case 'room-cancelled':
      return { field: null, text: 'The session is cancelled.' };
    case 'room-not-booked':
      return { field: null, text: 'Nobody is booked for the session, so there is nobody to ask.' };
    default:
      return { field: null, text: 'The session has changed meanwhile, so this is no longer possible.' };
  }
}
