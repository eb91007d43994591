import type { Instant } from '../time/instant.ts';
import { endOf, type TimeSlot } from '../time/time-slot.ts';
import type { Command } from './command.ts';
import type { Refusal } from '../words/refusals.ts';
import type { Decision } from './decision.ts';

/** Where a session stands in time. */
export type Phase = 'before' | 'running' | 'over';

export function phaseAt(slot: TimeSlot, at: Instant): Phase {
  if (at < slot.startUtc) return 'before';
  return at < endOf(slot) ? 'running' : 'over';
}

type RoomCommand = Exclude<Command['type'], 'create'>;

/**
 * What each command may still change once the session has started, and once it is over. Null: the command's own rules decide.
 * While the session runs, a guest who drops out ends it for both: see `dropOut`.
 */
const LATE: Readonly<Record<RoomCommand, Readonly<Record<Exclude<Phase, 'before'>, Refusal | null>>>> = {
  book: { running: 'room-started', over: 'room-over' },
  reschedule: { running: null, over: 'room-over' },
  'set-venue': { running: null, over: 'room-over' },
  cancel: { running: null, over: 'room-over' },
  leave: { running: null, over: 'room-over' },
  reply: { running: null, over: 'room-over' },
  propose: { running: 'room-started', over: 'room-over' },
  // A proposal expires at the start at the latest.
  approve: { running: null, over: 'room-over' },
  'decline-proposal': { running: null, over: 'room-over' },
  resend: { running: null, over: 'room-over' },
  notify: { running: null, over: 'room-over' },
  // It tells what became of mail: that is true at any time.
  'record-failed-mail': { running: null, over: null },
  // Who somebody is, or is no more, does not depend on the hour.
  identify: { running: null, over: null },
  'erase-person': { running: null, over: null },
  // Mail that ended unsent is owed, however late; an operator decides whether it is worth sending.
  'repeat-mail': { running: null, over: null },
  undo: { running: null, over: 'room-over' },
  // Mail that waited leaves, however late it is.
  'end-undo': { running: null, over: null },
  'write-note': { running: null, over: 'room-over' },
  restore: { running: 'room-started', over: 'room-over' },
  introduce: { running: null, over: 'room-over' },
  'decline-reservation': { running: 'room-started', over: 'room-over' },
  'update-person': { running: null, over: 'room-over' },
  // It has a time of its own, which begins with the end.
  'answer-afterwards': { running: null, over: null },
  // What was due stays due, however late that is noticed.
  'catch-up': { running: null, over: null },
  // Nobody can book a session that has begun: the rule itself says so.
  'ask-wishers': { running: null, over: null },
};

/** The no that a change meets because it comes too late; null while it is in time. */
export function refusalOfLate(command: RoomCommand, slot: TimeSlot, at: Instant): Refusal | null {
  const phase = phaseAt(slot, at);
  return phase === 'before' ? null : LATE[command][phase];
}

// What is wrong with a request does not matter when no request of its kind is in time. Who may do it, does.
const ABOUT_THE_REQUEST: ReadonlySet<Refusal> = new Set([
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
  'proposal-expired',
  'reservation-over',
  'note-empty',
  'note-limit',
]);

/** Whether lateness decides instead. A repeated command that changes nothing stays a success. */
export const isOverruledByLate = (decision: Decision): boolean =>
  decision.kind === 'changed' || (decision.kind === 'refused' && ABOUT_THE_REQUEST.has(decision.reason));
