import type { OwedMail } from './owed-mail.ts';
import type { ExistingRoom } from './room.ts';

/** `unchanged` (stale or repeated): write nothing, send nothing, success to the caller. */
export type Decision =
  | { readonly kind: 'changed'; readonly room: ExistingRoom; readonly mail: readonly OwedMail[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** Every no of the service. */
export type Refusal =
  | 'room-not-found'
  | 'room-exists'
  | 'room-taken'
  | 'room-cancelled'
  | 'room-started'
  | 'room-over'
  | 'room-not-booked'
  | 'own-room'
  | 'not-host'
  | 'not-guest'
  | 'not-participant'
  | 'start-in-past'
  | 'start-too-far'
  | 'duration-not-allowed'
  | 'same-time'
  | 'change-limit'
  | 'proposal-limit'
  | 'proposal-not-found'
  | 'proposal-approved'
  | 'proposal-declined'
  | 'proposal-superseded'
  | 'proposal-withdrawn'
  | 'proposal-expired'
  | 'own-proposal';

export const change = (room: ExistingRoom, mail: readonly OwedMail[] = []): Decision => ({ kind: 'changed', room, mail });
export const unchanged: Decision = { kind: 'unchanged' };
export const refuse = (reason: Refusal): Decision => ({ kind: 'refused', reason });
