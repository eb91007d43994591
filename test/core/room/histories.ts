import * as fc from 'fast-check';
import { type Role, otherRole } from '../../../shared/words/roles.ts';
import { isCalendarMail, type CalendarMail, type OwedMail } from '../../../shared/room/owed-mail.ts';
import type { Actor, Command } from '../../../shared/room/command.ts';
import type { Notice } from '../../../shared/room/notice.ts';
import { decide } from '../../../shared/room/decide.ts';
import type { Decision } from '../../../shared/room/decision.ts';
import type { Person } from '../../../shared/room/person.ts';
import { participantOf, uncreated, type ExistingRoom, type Room } from '../../../shared/room/room.ts';
import { instantAt, millisOf, plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import { ben, bensRoom, deepFreeze, existing, monday, proposalId, seed } from '../../support/rooms.ts';
import { moves, type Deed, type Move, type Way } from './deeds.ts';
import '../../support/repeatable-properties.ts';

/*
 * Any history of one room, from its opening on.
 */

/** What came of one command. */
export interface Happening {
  readonly before: Room;
  readonly command: Command;
  readonly decision: Decision;
  readonly after: ExistingRoom;
  /** It was taken back later, before its mail left. */
  readonly isRecalled: boolean;
}

export const histories = (maxLength: number): fc.Arbitrary<readonly Happening[]> => moves(maxLength).map(played);

/** Everything that these decisions owe, in the order of the decisions. */
export const mailIn = (history: readonly Happening[]): OwedMail[] =>
  history.flatMap(({ decision, isRecalled }) => (decision.kind === 'changed' && !isRecalled ? decision.mail : []));

/** Of that, what changes a calendar. */
export const calendarMailIn = (history: readonly Happening[]): CalendarMail[] =>
  mailIn(history)
    .filter(isCalendarMail)
    .filter(({ kind }) => kind !== 'counter-declined');

function played(all: readonly Move[]): Happening[] {
  const happenings = [happening(uncreated, bensRoom)];
  let now = monday;
  for (const [nth, move] of all.entries()) {
    now = instantAt(millisOf(now) + move.pause * 1003);
    const before = existing(happenings.at(-1)?.after ?? uncreated);
    const { deed } = move;
    const again = deed.does === 'again' ? happenings.at(-deed.back)?.command : undefined;
    happenings.push(happening(before, again ?? commandOf(move, before, { at: now, seed: seed(nth + 2) }, nth)));
  }
  const history = happenings.map((step, nth) => ({ ...step, isRecalled: isRecalled(happenings, nth) }));
  return Object.assign(history, { [fc.toStringMethod]: () => told(history) });
}

function isRecalled(history: readonly Happening[], nth: number): boolean {
  const begun = history[nth]?.after.undo;
  if (!begun || begun === undoBefore(history[nth])) return false;
  const end = history.slice(nth).find(({ after }) => after.undo !== begun);
  return end?.decision.kind === 'changed' && end.decision.recalls === begun.seed;
}

const undoBefore = (step: Happening | undefined) => (step?.before.status === 'uncreated' ? null : step?.before.undo);

/** Decides on frozen values: whatever writes to its input throws. */
function happening(before: Room, command: Command): Happening {
  const decision = deepFreeze(decide(deepFreeze(before), deepFreeze(command)));
  return { before, command, decision, after: existing(decision.kind === 'changed' ? decision.room : before), isRecalled: false };
}

type Asked = { readonly at: Instant; readonly seed: string };

function commandOf({ who, way, deed }: Move, room: ExistingRoom, asked: Asked, nth: number): Command {
  const by = actorFor(who, way);
  switch (deed.does) {
    case 'book':
      return { type: 'book', guest: who, ...asked };
    case 'reschedule':
      return { type: 'reschedule', by, startUtc: deed.slot, durationMinutes: deed.length, ...asked };
    case 'set-venue':
      return { type: 'set-venue', by, venueUrl: deed.venueUrl, ...asked };
    case 'cancel':
    case 'leave':
      return { type: deed.does, by, undoSeconds: deed.isUndoable ? 600 : 0, ...asked };
    case 'resend':
      return { type: deed.does, by, ...asked };
    case 'undo':
      return { type: 'undo', by: deed.isTheirs ? undoerIn(room, by) : by, ...asked };
    case 'end-undo':
      return { type: 'end-undo', ...asked };
    case 'restore':
      return { type: 'restore', by: deed.isTheirs ? declinerIn(room, by) : by, ...asked };
    case 'write-note':
      return { type: 'write-note', by, text: deed.note, ...asked };
    case 'introduce':
      return { type: 'introduce', by, yes: deed.yes, ...asked };
    case 'reply':
      return { type: 'reply', by, partstat: deed.partstat, order: orderIn(room, asked.at, deed.order), ...asked };
    case 'propose':
      return { ...wishOf(deed, nth), by, note: deed.note, via: deed.via, counter: null, ...asked };
    case 'counter':
      return { ...wishOf(deed, nth), by, note: '', via: 'counter', counter: counterOf(deed, room, asked.at), ...asked };
    case 'approve':
    case 'decline-proposal':
      return { type: deed.does, ...decisionOf(deed, room, by), ...asked };
    case 'notify':
      return { type: 'notify', to: roleOf(who), email: who.email, notice: noticeOf(deed.kind, room), cause: `message-${nth}`, ...asked };
    case 'record-failed-mail':
      return { type: 'record-failed-mail', to: roleOf(who), email: who.email, event: 'mail-bounced', ...asked };
    case 'again':
      return bensRoom;
  }
}

const undoerIn = ({ undo, host }: ExistingRoom, by: Actor): Actor => {
  if (undo === null) return by;
  return { sub: undo.by === 'host' ? host.sub : (undo.guest?.sub ?? '') };
};

function declinerIn({ history, host, formerGuests }: ExistingRoom, by: Actor): Actor {
  const declined = history.findLast(({ event }) => event === 'declined');
  const email = declined?.by === 'host' ? host.email : formerGuests.find(({ leftAt }) => leftAt === declined?.at)?.email;
  return declined && email && declined.by !== 'system' ? { role: declined.by, email } : by;
}

const roleOf = (who: Person): Role => (who === ben ? 'host' : 'guest');

function actorFor(who: Person, way: Way): Actor {
  if (way === 'app') return { sub: who.sub };
  return { email: who.email, role: way === 'invited' ? roleOf(who) : otherRole(roleOf(who)) };
}

const wishOf = ({ slot, length }: { readonly slot: Instant; readonly length: number | null }, nth: number) => ({
  type: 'propose' as const,
  id: proposalId(`proposal-${nth}`),
  startUtc: slot,
  durationMinutes: length,
});

const orderIn = (room: ExistingRoom, at: Instant, { above, secondsAgo }: Extract<Deed, { does: 'reply' }>['order']) => ({
  sequence: Math.max(0, room.sequence + above),
  dtstamp: secondsAgo === null ? null : instantAt(Math.floor(millisOf(at) / 1000 - secondsAgo) * 1000),
  receivedAt: at,
});

const counterOf = (deed: Extract<Deed, { does: 'counter' }>, room: ExistingRoom, at: Instant) => ({
  ...orderIn(room, at, deed.order),
  understandsDeclineCounter: deed.understands,
  originalStartUtc: { unnamed: null, right: room.startUtc, wrong: plusMinutes(room.startUtc, 30) }[deed.original],
});

function decisionOf({ which, isCounterparty }: Extract<Deed, { does: 'approve' | 'decline-proposal' }>, room: ExistingRoom, by: Actor) {
  const proposal = room.proposals.at(-which);
  const counterparty = proposal && participantOf(room, otherRole(proposal.by));
  return { by: isCounterparty && counterparty ? { sub: counterparty.sub } : by, proposalId: proposal?.id ?? proposalId('unknown') };
}

function noticeOf(kind: Notice['kind'], room: ExistingRoom): Notice {
  switch (kind) {
    case 'reply-unreadable':
      return { kind, why: 'no-answer' };
    case 'proposal-impossible':
      return { kind, why: 'not-a-time' };
    case 'confirm-reply':
      return { kind, reply: { type: 'reply', partstat: 'DECLINED', sequence: room.sequence, dtstamp: null } };
    case 'fresh-link':
      return { kind, purpose: 'decide', proposalId: room.proposals.at(-1)?.id ?? null };
  }
}

/** A history as a person wants to read it when it is a counterexample. */
const told = (history: readonly Happening[]): string =>
  history
    .map(({ command: { type, at, ...said }, decision, after }) => {
      const came = decision.kind === 'refused' ? decision.reason : decision.kind;
      const mail = mailIn([{ before: after, command: bensRoom, decision, after, isRecalled: false }]).map(
        ({ kind, to, sequence, stamp }) => `\n      ${kind} to ${to.email} seq ${sequence} dtstamp ${stamp}`,
      );
      return `\n  ${at} ${type} ${JSON.stringify({ ...said, seed: undefined })}\n    ${came}, ${after.status} seq ${after.sequence}${mail.join('')}`;
    })
    .join('');
