import { DURATIONS_IN_WORDS } from './durations.ts';
import { HORIZON_IN_WORDS } from './horizon-weeks.ts';
import type { Refusal } from './refusals.ts';

/** A no, in words for the person it is said to. */
export interface RefusalWords {
  /** What is the matter: a sentence. */
  readonly matter: string;
  /** The way out: a sentence. */
  readonly wayOut: string;
}

/** The words of every no in one language. */
export type RefusalCatalogue = Readonly<Record<Refusal, RefusalWords>>;

export const say = (matter: string, wayOut: string): RefusalWords => ({ matter, wayOut });

/** The one place where a refusal gets its English words: answers of the API, the app, the pages behind links and mails all take them from here. */
export const REFUSAL_WORDS: RefusalCatalogue = {
  'room-not-found': say('There is no such session here.', 'Check the link, or look for open sessions in the list.'),
  'room-exists': say('This Idempotency-Key has already opened another session.', 'Send each new session with a new key.'),
  'room-taken': say('Someone else has just booked this session.', 'Choose another open session.'),
  'room-cancelled': say('This session is cancelled.', 'Choose another open session, or host one.'),
  'room-started': say('This session has already started.', 'Choose a session that is still to come.'),
  'room-over': say('This session is over.', 'Choose a session that is still to come.'),
  'room-not-booked': say('Nobody has booked this session.', 'Its host can move it at once.'),
  'own-room': say('This is your own session.', 'Someone else has to book it. You can move or cancel it.'),
  'not-host': say('Only the host may do this.', 'A guest can suggest another time, or leave.'),
  'not-guest': say('The host cannot leave their own session.', 'A host can move the session or cancel it.'),
  'not-participant': say('Only the two people of this session may do this.', 'Book the session first, if it is open.'),
  'start-in-past': say('That time has already passed.', 'Choose one in the future.'),
  'start-too-far': say(`That time is more than ${HORIZON_IN_WORDS} away.`, `Choose a date within ${HORIZON_IN_WORDS}.`),
  'duration-not-allowed': say(`A session lasts ${DURATIONS_IN_WORDS} minutes.`, `Choose ${DURATIONS_IN_WORDS} minutes.`),
  'same-time': say('The session is at that time already.', 'Choose another time or length.'),
  'same-time-twice': say('Two of the times are the same.', 'Change one of them, or leave it out.'),
  'too-many-times': say('A suggestion names at most three times.', 'Leave some of them out.'),
  'time-not-chosen': say('This suggestion names several times.', 'Say which of them you approve.'),
  'time-not-suggested': say('That time is not among those that were suggested.', 'Approve one of those, or suggest another time.'),
  'change-limit': say('This session was booked or moved very often within a day.', 'Try again tomorrow.'),
  'proposal-limit': say('Five times were suggested for this session within a day.', 'Wait for an answer, or suggest again tomorrow.'),
  'proposal-not-found': say('There is no such suggestion.', 'Look at the session for what is suggested now.'),
  'proposal-approved': say('This suggestion was approved already.', 'Suggest another time if this one does not suit you.'),
  'proposal-declined': say('This suggestion was declined already.', 'Suggest another time.'),
  'proposal-superseded': say('This suggestion is no longer current: the session has changed since.', 'Look at the session as it is now.'),
  'proposal-withdrawn': say(
    'This suggestion was withdrawn by the one who made it.',
    'Suggest another time if the current one does not suit you.',
  ),
  'proposal-expired': say('This suggestion has expired.', 'Suggest the time again.'),
  'too-late': say('It is too late to take this back.', 'Look at the session as it is now, or find another one.'),
  'undo-not-yours': say('The other person did this.', 'Only they can take it back.'),
  'note-empty': say('There is nothing to read in this note.', 'Write a few words.'),
  'note-limit': say('This person has had five notes about this session within a day.', 'Write again tomorrow.'),
  'introduced-already': say('Each of you has the address of the other already.', 'It can no longer be taken back.'),
  'restore-late': say('It is too late to put this session back.', 'See whether it is still open, or find another one.'),
  'other-busy': say('The other person has another session at that time by now.', 'Find another session, or host one.'),
  'room-reserved': say('This session is reserved for somebody else.', 'Choose another open session.'),
  'reservation-over': say('This session is no longer reserved for you.', 'Choose another open session, or host one.'),
  'not-practised': say('You have not practised with anybody in that session.', 'Name a booked session of yours that is over.'),
  'partner-unavailable': say('This person cannot be asked to practise again.', 'Host a session for everyone.'),
  'not-asked-now': say('Nobody is asked how this session went now.', 'You can say so from its end on, for three days.'),
  'own-proposal': say('This suggestion is your own.', 'The other person has to answer it.'),
};
