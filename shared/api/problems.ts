import { REFUSAL_WORDS } from '../words/refusal-words.ts';
import type { Refusal } from '../words/refusals.ts';

/** Why a request is refused, as programs read it: stable for good. */
export type ProblemCode = Refusal | RequestProblem;

/** What can be wrong with a request before any rule of a room is asked. */
export type RequestProblem =
  | 'being-erased'
  | 'body-missing'
  | 'body-too-large'
  | 'cross-site'
  | 'email-not-verified'
  | 'email-unusable'
  | 'internal-error'
  | 'invalid-request'
  | 'link-ended'
  | 'link-expired'
  | 'link-forged'
  | 'link-outdated'
  | 'link-unreadable'
  | 'link-used'
  | 'mail-backed-up'
  | 'malformed-json'
  | 'overlap'
  | 'paused'
  | 'person-limit'
  | 'route-not-found'
  | 'sender-unproven'
  | 'too-many-wishes'
  | 'unauthenticated'
  | 'unsupported-media-type'
  | 'weekly-unfinished'
  | 'wish-not-found';

export interface ProblemRow {
  /** The HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 429 | 500 | 503;
  /** What is the matter. */
  readonly title: string;
  /** The way out. */
  readonly detail: string;
}

const row = (status: ProblemRow['status'], title: string, detail: string): ProblemRow => ({ status, title, detail });

const refusalRow = (refusal: Refusal, status: ProblemRow['status']): ProblemRow => {
  const { matter, wayOut } = REFUSAL_WORDS[refusal];
  return row(status, matter, wayOut);
};

/** The one place where a refusal becomes an HTTP status. Its words are those of every other audience. */
export const PROBLEMS: Readonly<Record<ProblemCode, ProblemRow>> = {
  'room-not-found': refusalRow('room-not-found', 404),
  'room-exists': refusalRow('room-exists', 409),
  'room-taken': refusalRow('room-taken', 409),
  'room-cancelled': refusalRow('room-cancelled', 409),
  'room-started': refusalRow('room-started', 409),
  'room-over': refusalRow('room-over', 409),
  'room-not-booked': refusalRow('room-not-booked', 409),
  'own-room': refusalRow('own-room', 409),
  'not-host': refusalRow('not-host', 403),
  'not-guest': refusalRow('not-guest', 403),
  'not-participant': refusalRow('not-participant', 403),
  'start-in-past': refusalRow('start-in-past', 400),
  'start-too-far': refusalRow('start-too-far', 400),
  'duration-not-allowed': refusalRow('duration-not-allowed', 400),
  'same-time': refusalRow('same-time', 400),
  'same-time-twice': refusalRow('same-time-twice', 400),
  'too-many-times': refusalRow('too-many-times', 400),
  'time-not-chosen': refusalRow('time-not-chosen', 400),
  'time-not-suggested': refusalRow('time-not-suggested', 400),
  'change-limit': refusalRow('change-limit', 429),
  'proposal-limit': refusalRow('proposal-limit', 429),
  'proposal-not-found': refusalRow('proposal-not-found', 404),
  'proposal-approved': refusalRow('proposal-approved', 409),
  'proposal-declined': refusalRow('proposal-declined', 409),
  'proposal-superseded': refusalRow('proposal-superseded', 409),
  'proposal-withdrawn': refusalRow('proposal-withdrawn', 409),
  'proposal-expired': refusalRow('proposal-expired', 409),
  'own-proposal': refusalRow('own-proposal', 403),
  'too-late': refusalRow('too-late', 409),
  'undo-not-yours': refusalRow('undo-not-yours', 403),
  'note-empty': refusalRow('note-empty', 400),
  'note-limit': refusalRow('note-limit', 429),
  'introduced-already': refusalRow('introduced-already', 409),
  'restore-late': refusalRow('restore-late', 409),
  'other-busy': refusalRow('other-busy', 409),
  'room-reserved': refusalRow('room-reserved', 409),
  'reservation-over': refusalRow('reservation-over', 409),
  'not-practised': refusalRow('not-practised', 409),
  'partner-unavailable': refusalRow('partner-unavailable', 409),
  'not-asked-now': refusalRow('not-asked-now', 409),

  'being-erased': row(409, 'Your account is being deleted.', 'Nothing can be changed any more. You can sign in anew once it is done.'),
  'body-missing': row(400, 'The request has no body.', 'Send a JSON object.'),
  'body-too-large': row(413, 'The request is too large.', 'Send at most 16 KB.'),
  'cross-site': row(403, 'The request came from the page of another site.', 'Send it from a program, or use the form behind the link.'),
  'email-not-verified': row(403, 'Your e-mail address is not verified.', 'Verify it where you sign in, then sign in again.'),
  'email-unusable': row(403, 'We cannot write to your e-mail address.', 'Sign in with an ordinary address of your own.'),
  'internal-error': row(500, 'Something went wrong on our side.', 'Try again in a moment. If it stays, tell us the requestId.'),
  'invalid-request': row(400, 'The request is not valid.', 'Correct what is listed in errors.'),
  'link-ended': row(
    410,
    'The person for whom this link was made is no longer in the session.',
    'The newest mail about the session tells how it stands.',
  ),
  'link-expired': row(410, 'This link has expired.', 'Open it in a browser: the page there can mail a fresh one.'),
  'link-forged': row(404, 'This is no link of ours.', 'Use the whole token of the link in the newest mail about the session.'),
  'link-outdated': row(409, 'This link is from before the session changed.', 'Use the link in the newest mail about the session.'),
  'link-unreadable': row(
    503,
    'We cannot read this link at the moment.',
    'Try again later, or open it in a browser: the page there can mail a fresh one.',
  ),
  'link-used': row(409, 'A time was suggested with this link already.', 'Open it in a browser: the page there can mail a fresh one.'),
  'mail-backed-up': row(503, 'Mail about this session is waiting to be sent.', 'Try again in a few minutes.'),
  'malformed-json': row(400, 'The body is not JSON.', 'Send a JSON object in UTF-8.'),
  overlap: row(409, 'You have another session then.', 'Choose another time, or send allowOverlap: true.'),
  paused: row(
    429,
    'You have missed several sessions, so hosting and booking pause for a week.',
    'Your profile tells until when. If you were there, write to us.',
  ),
  'person-limit': row(429, 'You have done this very often.', 'Try again at the time that errors and Retry-After tell.'),
  'route-not-found': row(404, 'There is nothing at this address.', 'See GET /api/openapi.json for what there is.'),
  'sender-unproven': row(
    403,
    'This does not come from our mail provider.',
    'Only Amazon SNS may send here, for the topic of this service.',
  ),
  'too-many-wishes': row(409, 'You have as many wishes as one person may have.', 'End one of them first.'),
  unauthenticated: row(401, 'Nobody is signed in.', 'Sign in, and send the ID token as a bearer token.'),
  'unsupported-media-type': row(415, 'The body is not declared as JSON.', 'Send it with Content-Type: application/json.'),
  'wish-not-found': row(404, 'You have no such wish.', 'Look at the list of those that you have.'),
  'weekly-unfinished': row(
    503,
    'Some of the sessions are open, and others could not be opened.',
    'Send the request again with the same Idempotency-Key: it opens the rest, and none twice. opened lists what is open.',
  ),
};
