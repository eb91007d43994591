import { DURATIONS_IN_WORDS } from '../words/durations.ts';
import type { Refusal } from '../words/refusals.ts';

/** Why a request is refused, as programs read it: stable for good. */
export type ProblemCode = Refusal | RequestProblem;

/** What can be wrong with a request before any rule of a room is asked. */
export type RequestProblem =
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
  | 'link-used'
  | 'mail-backed-up'
  | 'malformed-json'
  | 'route-not-found'
  | 'sender-unproven'
  | 'unauthenticated'
  | 'unsupported-media-type';

export interface ProblemRow {
  /** The HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 429 | 500 | 503;
  /** What is the matter. */
  readonly title: string;
  /** The way out. */
  readonly detail: string;
}

const row = (status: ProblemRow['status'], title: string, detail: string): ProblemRow => ({ status, title, detail });

/** The one place where a refusal becomes an HTTP status and words. */
export const PROBLEMS: Readonly<Record<ProblemCode, ProblemRow>> = {
  'room-not-found': row(404, 'There is no such session here.', 'Check the link, or look for open sessions in the list.'),
  'room-exists': row(409, 'This Idempotency-Key has already opened another session.', 'Send each new session with a new key.'),
  'room-taken': row(409, 'Someone else has just booked this session.', 'Choose another open session.'),
  'room-cancelled': row(409, 'This session is cancelled.', 'Choose another open session, or host one.'),
  'room-started': row(409, 'This session has already started.', 'Choose a session that is still to come.'),
  'room-over': row(409, 'This session is over.', 'Choose a session that is still to come.'),
  'room-not-booked': row(409, 'Nobody has booked this session yet.', 'Its host can move it at once, without a proposal.'),
  'own-room': row(409, 'This is your own session.', 'Someone else has to book it. You can move or cancel it.'),
  'not-host': row(403, 'Only the host may do this.', 'A guest can propose another time, or leave.'),
  'not-guest': row(403, 'The host cannot leave their own session.', 'A host can move the session or cancel it.'),
  'not-participant': row(403, 'Only the two people of this session may do this.', 'Book the session first, if it is open.'),
  'start-in-past': row(400, 'This start has already passed.', 'Choose a start in the future.'),
  'start-too-far': row(400, 'This start is too far away.', 'Choose a start within a year.'),
  'duration-not-allowed': row(400, 'A session cannot be that long.', `Choose ${DURATIONS_IN_WORDS} minutes.`),
  'same-time': row(400, 'The session is at that time already.', 'Choose another start or another length.'),
  'change-limit': row(429, 'This session was booked or moved very often within a day.', 'Try again tomorrow.'),
  'proposal-limit': row(429, 'Five times were proposed for this session within a day.', 'Wait for an answer, or propose again tomorrow.'),
  'proposal-not-found': row(404, 'There is no such proposal.', 'Look at the session for what is proposed now.'),
  'proposal-approved': row(409, 'This proposal was approved already.', 'Propose another time if this one does not suit you.'),
  'proposal-declined': row(409, 'This proposal was declined already.', 'Propose another time.'),
  'proposal-superseded': row(
    409,
    'This proposal is no longer current: the session has changed since.',
    'Look at the session as it is now.',
  ),
  'proposal-withdrawn': row(
    409,
    'This proposal was withdrawn by the one who made it.',
    'Propose another time if the current one does not suit you.',
  ),
  'proposal-expired': row(409, 'This proposal has expired.', 'Propose the time again.'),
  'own-proposal': row(403, 'This proposal is your own.', 'The other person has to answer it.'),

  'body-missing': row(400, 'The request has no body.', 'Send a JSON object.'),
  'body-too-large': row(413, 'The request is too large.', 'Send at most 16 KB.'),
  'cross-site': row(403, 'The request came from the page of another site.', 'Send it from a program, or use the form behind the link.'),
  'email-not-verified': row(403, 'Your e-mail address is not verified.', 'Verify it where you sign in, then sign in again.'),
  'email-unusable': row(403, 'We cannot write to your e-mail address.', 'Sign in with an ordinary address of your own.'),
  'internal-error': row(500, 'Something went wrong on our side.', 'Try again in a moment. If it stays, tell us the requestId.'),
  'invalid-request': row(400, 'The request is not valid.', 'Correct what is listed in errors.'),
  'link-ended': row(
    410,
    'Whoever this link was made for is no longer in the session.',
    'The newest mail about the session tells how it stands.',
  ),
  'link-expired': row(410, 'This link has expired.', 'Open it in a browser: the page there can mail a fresh one.'),
  'link-forged': row(404, 'This is no link of ours.', 'Use the whole token of the link in the newest mail about the session.'),
  'link-outdated': row(409, 'This link is from before the session changed.', 'Use the link in the newest mail about the session.'),
  'link-used': row(409, 'A time was suggested with this link already.', 'Open it in a browser: the page there can mail a fresh one.'),
  'mail-backed-up': row(503, 'Mail about this session is waiting to be sent.', 'Try again in a few minutes.'),
  'malformed-json': row(400, 'The body is not JSON.', 'Send a JSON object in UTF-8.'),
  'route-not-found': row(404, 'There is nothing at this address.', 'See GET /api/openapi.json for what there is.'),
  'sender-unproven': row(
    403,
    'This does not come from our mail provider.',
    'Only Amazon SNS may send here, for the topic of this service.',
  ),
  unauthenticated: row(401, 'Nobody is signed in.', 'Sign in, and send the ID token as a bearer token.'),
  'unsupported-media-type': row(415, 'The body is not declared as JSON.', 'Send it with Content-Type: application/json.'),
};
