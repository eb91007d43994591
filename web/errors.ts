import { REFUSED_PARTS } from '../shared/words/refusals.ts';
import type { OverlappingSession } from '../shared/api/contract.ts';
import { ApiError } from './api-error.ts';

/** What somebody was doing when it went wrong. */
export type ErrorContext = 'booking' | 'reschedule' | 'cancel' | 'round' | 'recording' | 'assessment' | 'profile' | 'generic';

/** The way out that a page offers beside the words. */
export type WayOut = 'sign-in' | 'try-again' | 'find-another' | 'own-sessions' | 'reload';

/** What went wrong, in words for the person it happened to. */
export interface Trouble {
  /** What is the matter, then the way out. */
  readonly text: string;
  /** The id of the field that it is about. */
  readonly field: string | null;
  readonly way: WayOut | null;
  /** What support needs to find the request; only where somebody has to look. */
  readonly reference: string | null;
  /** The person's other sessions at the time that was asked for. */
  readonly overlaps: readonly OverlappingSession[];
  /** Does it all the same. */
  readonly anyway?: () => void;
}

/** Words for anything that was thrown while somebody was doing something. */
export function mapApiError(error: unknown, context: ErrorContext): Trouble {
  const { code, status, problem } = error instanceof ApiError ? error : new ApiError('page-broken');
  const { title, detail = '', errors = [], sessions = [], requestId } = problem;
  if (code === 'overlap')
    return {
      text: `${title ?? 'You have another session then.'} Choose another time, or do it all the same.`,
      field: null,
      way: null,
      reference: null,
      overlaps: sessions,
    };
  const own = OWN_WORDS[code];
  if (own || status >= 500 || !title) {
    const [say, way] = own ?? TRY_LATER;
    return { text: say(FAILED[context]), field: null, way, reference: status >= 500 ? (requestId ?? null) : null, overlaps: [] };
  }
  // The API's own words say what is the matter and the way out, and it knows codes that are newer than this page.
  const rules = errors.map(({ message }) => message.replace(/\.?$/, '.'));
  const named = errors[0]?.field ?? '';
  const field = FIELDS[named.replace(OPTION, '')] ?? FIELDS[REFUSED_PARTS[code] ?? ''] ?? null;
  return {
    text: [title, ...(rules.length > 0 ? rules : [detail])].join(' ').trim(),
    field: field === 'date' ? `${field}${suffixOf(named)}` : field,
    way: wayOut(code),
    reference: null,
    overlaps: [],
  };
}

const FAILED: Readonly<Record<ErrorContext, string>> = {
  booking: 'We could not book this session.',
  reschedule: 'We could not change the time.',
  cancel: 'We could not cancel this session.',
  round: 'We could not save this round.',
  recording: 'We could not save this recording.',
  assessment: 'We could not save this assessment.',
  profile: 'We could not save your profile.',
  generic: 'That did not work.',
};

type OwnWords = readonly [say: (failed: string) => string, way: WayOut];

const TRY_LATER: OwnWords = [(failed) => `${failed} It is our fault, not yours. Try again in a moment.`, 'try-again'];

// What the API cannot say: it was not reached, or it does not know what is on the page.
const OWN_WORDS: Readonly<Record<string, OwnWords | undefined>> = {
  unreachable: [
    (failed) => `${failed} The service can’t be reached: check your connection, then try again. What you typed is kept.`,
    'try-again',
  ],
  'page-broken': [(failed) => `${failed} Reload the page and try again.`, 'reload'],
  'weekly-unfinished': [
    () => 'Some of these sessions are open, and others could not be opened. Press the button again: it opens the rest, and none twice.',
    'own-sessions',
  ],
  'sign-in-ended': [() => 'Your sign-in has ended. Sign in again to go on: what you typed is kept.', 'sign-in'],
};

/** Fields of the forms, by what a refusal is about or by the API's name of a field. */
const FIELDS: Readonly<Record<string, string | undefined>> = {
  start: 'date',
  duration: 'length-30',
  startUtc: 'date',
  proposedStartUtc: 'date',
  proposedEndUtc: 'length-30',
  endUtc: 'length-30',
  durationMinutes: 'length-30',
  note: 'note',
  text: 'note',
  topic: 'topic',
  exam: 'exam',
  line: 'line',
  meetingUrl: 'link',
  repeatWeeks: 'repeat',
  givenName: 'given-name',
};

/** The API's name of one of several times. */
const OPTION = /^options\.(\d+)\./;

/** What the id of its field ends in: the first has the fields of the form, the others have numbered ones. */
function suffixOf(named: string): string {
  const n = Number(OPTION.exec(named)?.[1] ?? 0);
  return n === 0 ? '' : `-${n + 1}`;
}

function wayOut(code: string): WayOut | null {
  if (code.startsWith('proposal-') || code === 'room-not-booked') return 'reload';
  if (['room-taken', 'room-cancelled', 'room-not-found', 'own-room'].includes(code)) return 'find-another';
  if (code === 'room-started' || code === 'room-over') return 'own-sessions';
  return code === 'email-not-verified' ? 'sign-in' : null;
}
