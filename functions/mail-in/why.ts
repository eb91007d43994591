import type { TimeFault, UnreadableReason } from '../../shared/words/inbound-reasons.ts';
import type { Refusal } from '../../shared/words/refusals.ts';
import { matterAsClause } from '../../shared/words/refusal-words.ts';

/** Why an answer could not be read, as the end of a sentence that starts “it reached us, but”. */
export function whyUnreadable(reason: UnreadableReason): string {
  return UNREADABLE[reason];
}

const UNREADABLE: Record<UnreadableReason, string> = {
  'too-large': 'it is larger than any calendar reply.',
  'too-complex': 'it has more lines or parts than any calendar reply.',
  'malformed-mail': 'the mail is damaged.',
  'no-calendar': 'only the buttons of your calendar reach us; nobody reads what is written in the mail itself.',
  winmail: 'your mail program packed it into a winmail.dat file, which only Outlook can open.',
  'not-a-calendar': 'the calendar in it is damaged.',
  truncated: 'the calendar in it was cut short.',
  'calendar-too-large': 'the calendar in it is larger than any reply.',
  ambiguous: 'it holds more than one answer.',
  'no-method': 'the calendar in it does not say what it answers.',
  'no-event': 'the calendar in it holds no event.',
  'no-uid': 'the calendar in it does not say which session it is about.',
  'no-answer': 'it does not say whether you come.',
  'unknown-time-zone': 'we do not know the time zone that your calendar named, and will not guess.',
};

/** Why a new time cannot be passed on, as the end of a sentence that starts “you proposed a new time, but”. */
export function whyImpossible(reason: TimeFault | Refusal | 'person-limit'): string {
  if (reason === 'person-limit') return 'you have suggested as many times as one person may in a day: try again tomorrow.';
  return isFault(reason) ? FAULTS[reason] : matterAsClause(reason);
}

const FAULTS: Readonly<Record<TimeFault, string>> = {
  'all-day': 'it was for a whole day, and a session needs a time.',
  'floating-time': 'your calendar did not say in which time zone.',
  'unknown-time-zone': UNREADABLE['unknown-time-zone'],
  'not-a-time': 'it did not say when.',
  'end-before-start': 'it ended before it began.',
};

const isFault = (reason: TimeFault | Refusal): reason is TimeFault => Object.hasOwn(FAULTS, reason);
