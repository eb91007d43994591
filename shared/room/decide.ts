import { answerAfterwards } from './afterwards.ts';
import { askWishers, composeLook } from './ask-wishers.ts';
import { book, cancel, create, leave, reschedule } from './booking.ts';
import { catchUp } from './catch-up.ts';
import type { Command, Create } from './command.ts';
import { refuse, type Decision } from './decision.ts';
import type { OwedMail } from './owed-mail.ts';
import { erasePerson } from './anonymise-room.ts';
import { identify } from './identify.ts';
import { introduce } from './introduction.ts';
import { notify, resend } from './notify.ts';
import { isOverruledByLate, refusalOfLate } from './phase.ts';
import { approve, declineProposal, propose } from './proposals.ts';
import { recordFailedMail } from './record-failed-mail.ts';
import { updatePerson } from './update-person.ts';
import { repeatMail } from './repeat-mail.ts';
import { declineReservation } from './reservation.ts';
import { reply } from './replies.ts';
import { restore } from './restore.ts';
import type { ExistingRoom, Room } from './room.ts';
import { endUndo, endOvertakenUndo, undo } from './undo.ts';
import { setVenue } from './venue.ts';
import { writeNote } from './write-note.ts';

/** Every rule of the service. Pure: time and chance arrive in the command, storing and sending follow from the decision. */
export function decide(room: Room, command: Command): Decision {
  return withLook(room, command, decideAlone(room, command));
}

/** What opens a room owes a look for those who wish for it. */
function withLook(room: Room, command: Command, decision: Decision): Decision {
  if (decision.kind !== 'changed' || command.type === 'ask-wishers') return decision;
  const look = composeLook(room, command, decision.room);
  return look ? { ...decision, look } : decision;
}

function decideAlone(room: Room, command: Command): Decision {
  if (command.type === 'create') return create(room, command);
  if (room.status === 'uncreated') return refuse('room-not-found');
  const decision = endOvertakenUndo(room, decideInTime(room, command));
  const late = room.status === 'cancelled' ? null : refusalOfLate(command.type, room, command.at);
  return late !== null && isOverruledByLate(decision) ? refuse(late) : withBusy(decision, command);
}

const TELLS_A_TIME: ReadonlySet<OwedMail['kind']> = new Set([
  'invitation',
  'restored',
  'moved',
  'proposal-received',
  'proposal-sent',
] as const);

/** Mail that tells a time also tells its recipient of another session then. */
function withBusy(decision: Decision, { busy = [] }: Command): Decision {
  if (decision.kind !== 'changed' || busy.length === 0) return decision;
  const mail = decision.mail.map((each) => ({ ...each, isBusy: busy.includes(each.to.role) && TELLS_A_TIME.has(each.kind) }));
  return { ...decision, mail };
}

function decideInTime(room: ExistingRoom, command: Exclude<Command, Create>): Decision {
  switch (command.type) {
    case 'book':
      return book(room, command);
    case 'reschedule':
      return reschedule(room, command);
    case 'set-venue':
      return setVenue(room, command);
    case 'cancel':
      return cancel(room, command);
    case 'leave':
      return leave(room, command);
    case 'reply':
      return reply(room, command);
    case 'propose':
      return propose(room, command);
    case 'approve':
      return approve(room, command);
    case 'decline-proposal':
      return declineProposal(room, command);
    case 'resend':
      return resend(room, command);
    case 'notify':
      return notify(room, command);
    case 'record-failed-mail':
      return recordFailedMail(room, command);
    case 'identify':
      return identify(room, command);
    case 'erase-person':
      return erasePerson(room, command);
    case 'repeat-mail':
      return repeatMail(room, command);
    case 'undo':
      return undo(room, command);
    case 'end-undo':
      return endUndo(room, command);
    case 'write-note':
      return writeNote(room, command);
    case 'restore':
      return restore(room, command);
    case 'introduce':
      return introduce(room, command);
    case 'update-person':
      return updatePerson(room, command);
    case 'decline-reservation':
      return declineReservation(room, command);
    case 'answer-afterwards':
      return answerAfterwards(room, command);
    case 'catch-up':
      return catchUp(room, command);
    case 'ask-wishers':
      return askWishers(room, command);
  }
}
