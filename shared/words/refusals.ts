/** Every no of the rules of a room. */
export const REFUSALS = [
  'room-not-found',
  'room-exists',
  'room-taken',
  'room-cancelled',
  'room-started',
  'room-over',
  'room-not-booked',
  'own-room',
  'not-host',
  'not-guest',
  'not-participant',
  'start-in-past',
  'start-too-far',
  'duration-not-allowed',
  'same-time',
  'same-time-twice',
  'too-many-times',
  'time-not-chosen',
  'time-not-suggested',
  'change-limit',
  'proposal-limit',
  'proposal-not-found',
  'proposal-approved',
  'proposal-declined',
  'proposal-superseded',
  'proposal-withdrawn',
  'proposal-expired',
  'own-proposal',
  'too-late',
  'undo-not-yours',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** The part of a time slot that a refusal is about: every form and every request marks its own field for it. */
export const REFUSED_PARTS: Readonly<Partial<Record<string, 'start' | 'duration'>>> = {
  'start-in-past': 'start',
  'start-too-far': 'start',
  'same-time': 'start',
  'same-time-twice': 'start',
  'duration-not-allowed': 'duration',
} satisfies Partial<Record<Refusal, 'start' | 'duration'>>;
