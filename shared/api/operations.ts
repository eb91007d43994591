import type * as z from 'zod/mini';
import {
  approveRequest,
  bookRoomRequest,
  changeProfileRequest,
  createRoomRequest,
  createWishRequest,
  erasureAsked,
  exportedPart,
  feedOpened,
  ownProfile,
  introductionRequest,
  noteRequest,
  pastHistory,
  proposalCreated,
  proposeByLinkRequest,
  proposedByLink,
  proposeRequest,
  rescheduleRoomRequest,
  roomList,
  roomOpened,
  roomPreview,
  roomView,
  undoRequest,
  setVenueRequest,
  wishList,
  wishView,
} from './contract.ts';
import type { LinkRoute, OpenRoute, SignedInRoute } from '../words/route-keys.ts';
import type { ProblemCode } from './problems.ts';
import { historyQuery, openRoomsQuery, ownRoomsQuery } from './queries.ts';

/** What one route of the API takes and gives, beyond what all have in common. */
export interface Operation {
  readonly summary: string;
  readonly isPublic?: boolean;
  /** Whether an Idempotency-Key makes repeating it safe; the other routes are safe to repeat as they are. */
  readonly takesKey?: boolean;
  readonly query?: z.core.$ZodType;
  readonly body?: z.core.$ZodType;
  readonly isBodyOptional?: boolean;
  readonly answers: Readonly<Record<string, { readonly description: string; readonly schema?: z.core.$ZodType }>>;
  readonly problems: readonly ProblemCode[];
}

const room = (description: string) => ({ 200: { description, schema: roomView } });

const PROPOSAL_PROBLEMS: readonly ProblemCode[] = [
  'room-not-booked',
  'room-cancelled',
  'room-started',
  'start-in-past',
  'start-too-far',
  'same-time',
  'duration-not-allowed',
  'proposal-limit',
  'mail-backed-up',
];

/** The routes that answer with JSON. Hooks are the mail provider's and are left out. */
type ApiRoute = SignedInRoute | OpenRoute | Extract<LinkRoute, `${string} /api/${string}`>;

/** Every route of the API. */
export const OPERATIONS: Readonly<Record<ApiRoute, Operation>> = {
  'POST /api/rooms': {
    summary: 'Host a session, or the same one in several weeks',
    takesKey: true,
    body: createRoomRequest,
    answers: { 201: { description: 'The session is open; Location says where it is, or the first of several', schema: roomOpened } },
    problems: [
      'start-in-past',
      'start-too-far',
      'room-exists',
      'overlap',
      'person-limit',
      'paused',
      'weekly-unfinished',
      'room-not-found',
      'not-practised',
      'partner-unavailable',
    ],
  },
  'GET /api/rooms': {
    summary: 'Open sessions of other people that are still to come and fit, the soonest first',
    query: openRoomsQuery,
    answers: { 200: { description: 'Up to 50 sessions', schema: roomList } },
    problems: [],
  },
  'GET /api/rooms/mine': {
    summary:
      'Sessions that you host or attend, or that are reserved for you: those to come, the soonest first; then those that are over, the latest first',
    query: ownRoomsQuery,
    answers: { 200: { description: 'Up to 50 sessions', schema: roomList } },
    problems: [],
  },
  'GET /api/rooms/{id}': {
    summary: 'One session, as you may see it',
    answers: room('The session'),
    problems: ['room-not-found'],
  },
  'GET /api/rooms/{id}/history': {
    summary: 'What happened to your session before the newest 100 entries, which the session itself has',
    query: historyQuery,
    answers: { 200: { description: 'Up to 50 decisions', schema: pastHistory } },
    problems: ['room-not-found'],
  },
  'DELETE /api/rooms/{id}': {
    summary: 'Cancel your session',
    answers: room('The session is cancelled. Everyone who holds an invitation gets a cancellation when it can no longer be taken back'),
    problems: ['room-not-found', 'not-host', 'mail-backed-up'],
  },
  'POST /api/rooms/{id}/booking': {
    summary: 'Book a session',
    body: bookRoomRequest,
    isBodyOptional: true,
    answers: room('You are the guest; both of you get an invitation'),
    problems: [
      'room-not-found',
      'room-taken',
      'own-room',
      'reservation-over',
      'room-cancelled',
      'room-started',
      'room-over',
      'overlap',
      'person-limit',
      'paused',
      'mail-backed-up',
    ],
  },
  'DELETE /api/rooms/{id}/booking': {
    summary: 'Leave a session that you booked',
    answers: room('You are out, and the session is open again. Mail about it leaves when it can no longer be taken back'),
    problems: ['room-not-found', 'not-guest', 'room-cancelled', 'mail-backed-up'],
  },
  'POST /api/rooms/{id}/undo': {
    summary: 'Take back that you cancelled or left the session a moment ago. The mail of it has waited meanwhile and is not sent',
    body: undoRequest,
    isBodyOptional: true,
    answers: room('The session stands as it was'),
    problems: ['room-not-found', 'not-participant', 'undo-not-yours', 'too-late', 'room-taken', 'room-over', 'overlap', 'person-limit'],
  },
  'POST /api/rooms/{id}/notes': {
    summary: 'Write a few words to the other party, who gets them by mail. The same words within ten minutes are sent once',
    body: noteRequest,
    answers: room('The words are in the history'),
    problems: [
      'room-not-found',
      'not-participant',
      'room-not-booked',
      'room-cancelled',
      'room-over',
      'note-empty',
      'note-limit',
      'person-limit',
      'mail-backed-up',
    ],
  },
  'PUT /api/rooms/{id}/introduction': {
    summary: 'Say whether you want to exchange addresses. Once both of you do, each gets the address of the other by mail',
    body: introductionRequest,
    answers: room('Your wish is noted'),
    problems: [
      'room-not-found',
      'not-participant',
      'room-not-booked',
      'room-cancelled',
      'room-over',
      'introduced-already',
      'mail-backed-up',
    ],
  },
  'POST /api/rooms/{id}/reschedule': {
    summary: 'Move your session',
    body: rescheduleRoomRequest,
    answers: room('The session has its new time; everyone who holds an invitation gets an update'),
    problems: ['room-not-found', 'not-host', 'room-cancelled', 'start-in-past', 'start-too-far', 'overlap', 'mail-backed-up'],
  },
  'PUT /api/rooms/{id}/meeting-url': {
    summary: 'Say where the two of your session meet; null: where the service says',
    body: setVenueRequest,
    answers: room('The session has its link; when it is booked, both of you get an update'),
    problems: ['room-not-found', 'not-host', 'room-cancelled', 'room-over', 'change-limit', 'mail-backed-up'],
  },
  'POST /api/rooms/{id}/proposals': {
    summary: 'Propose another time to the other party; the old time stands until they approve',
    takesKey: true,
    body: proposeRequest,
    answers: { 201: { description: 'The other party is asked', schema: proposalCreated } },
    problems: ['room-not-found', 'not-participant', 'overlap', 'person-limit', ...PROPOSAL_PROBLEMS],
  },
  'POST /api/rooms/{id}/proposals/{pid}/approve': {
    summary: 'Approve the time that the other party proposed',
    body: approveRequest,
    isBodyOptional: true,
    answers: room('The session has moved; both of you get an update'),
    problems: ['overlap', ...decisionProblems('proposal-declined')],
  },
  'POST /api/rooms/{id}/proposals/{pid}/decline': {
    summary: 'Decline the time that the other party proposed',
    answers: room('The session stays where it is; the other party gets a mail'),
    problems: decisionProblems('proposal-approved'),
  },
  'GET /api/me': {
    summary: 'Who you are here: what the other party sees, in which zone you are mailed, when you are reminded, what you may still do',
    answers: { 200: { description: 'Your profile', schema: ownProfile } },
    problems: [],
  },
  'PATCH /api/me': {
    summary:
      'Change your profile. It counts for every later mail, also of sessions that are booked already, and for the clock of the other party',
    body: changeProfileRequest,
    answers: { 200: { description: 'Your profile as it now is', schema: ownProfile } },
    problems: [],
  },
  'POST /api/me/feed': {
    summary: 'A new address for the calendar feed of your sessions; the one before ends',
    answers: { 201: { description: 'The address; no other answer has it', schema: feedOpened } },
    problems: [],
  },
  'POST /api/reschedule/propose': {
    summary: 'Propose another time with the token of a Reschedule link, without signing in',
    isPublic: true,
    body: proposeByLinkRequest,
    answers: {
      201: { description: 'The other party is asked', schema: proposedByLink },
      200: { description: 'The other party was asked for this time already', schema: proposedByLink },
    },
    problems: [
      'link-forged',
      'link-ended',
      'link-expired',
      'link-outdated',
      'link-unreadable',
      'link-used',
      'cross-site',
      'person-limit',
      ...PROPOSAL_PROBLEMS,
    ],
  },
  'GET /api/me/export': {
    summary: 'What is kept about you: your profile, and each session that you host or attend with its mail, answers and suggestions',
    query: ownRoomsQuery,
    answers: { 200: { description: 'Up to 50 sessions, with the profile on the first page', schema: exportedPart } },
    problems: [],
  },
  'DELETE /api/me': {
    summary:
      'Delete your account. Your sessions to come are cancelled or left by the ordinary mail; then what is kept about you is erased. It cannot be undone',
    answers: { 202: { description: 'It begins within a minute. Nothing else can be changed from now on', schema: erasureAsked } },
    problems: [],
  },
  'POST /api/wishes': {
    summary: 'Say what you would like to practise and when: a session that opens and fits is mailed to you',
    body: createWishRequest,
    answers: {
      201: { description: 'The wish stands', schema: wishView },
      200: { description: 'The same wish stood already', schema: wishView },
    },
    problems: ['too-many-wishes'],
  },
  'GET /api/wishes': {
    summary: 'Your standing wishes',
    answers: { 200: { description: 'Those that are not over', schema: wishList } },
    problems: [],
  },
  'DELETE /api/wishes/{id}': {
    summary: 'End a wish',
    answers: { 204: { description: 'It has ended; no more mail because of it' } },
    problems: ['wish-not-found'],
  },
  'GET /api/rooms/preview': {
    summary: 'When the next open sessions begin and how long they are, for everyone',
    isPublic: true,
    answers: { 200: { description: 'Up to 8 sessions within 14 days', schema: roomPreview } },
    problems: [],
  },
  'GET /api/openapi.json': {
    summary: 'This document',
    isPublic: true,
    answers: { 200: { description: 'OpenAPI 3.1' } },
    problems: [],
  },
  'GET /api/health': {
    summary: 'Whether the service is there',
    isPublic: true,
    answers: { 200: { description: 'It is' } },
    problems: [],
  },
};

function decisionProblems(otherDecision: ProblemCode): readonly ProblemCode[] {
  return [
    'room-not-found',
    'not-participant',
    'own-proposal',
    'proposal-not-found',
    otherDecision,
    'proposal-superseded',
    'proposal-withdrawn',
    'proposal-expired',
    'room-cancelled',
    'mail-backed-up',
  ];
}
