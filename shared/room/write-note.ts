import { cleanNote } from '../words/note.ts';
import { otherRole, type Role } from '../words/roles.ts';
import { plusMinutes, type Instant } from '../time/instant.ts';
import { roleOf } from './actor.ts';
import { recordHistory, withNextStamp } from './changes.ts';
import type { WriteNote } from './command.ts';
import { noticeMail } from './compose-owed-mail.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import { addNotice, isOverNoticeLimit } from './notice-limits.ts';
import type { ExistingRoom } from './room.ts';

/** The same words within this time are one note: a button was pressed twice, or a request was sent again. */
const REPEATED_WITHIN_MINUTES = 10;

/** A few words from one of the two to the other: by mail and in the timeline. Nothing else about the room changes. */
export function writeNote(room: ExistingRoom, { by, text, at, seed }: WriteNote): Decision {
  const role = roleOf(room, by);
  if (role === null) return refuse('not-participant');
  if (room.status === 'cancelled') return refuse('room-cancelled');
  if (room.status === 'open') return refuse('room-not-booked');
  const note = cleanNote(text);
  if (note === '') return refuse('note-empty');
  if (isRepeated(room, role, note, at)) return unchanged;
  const to = otherRole(role);
  if (isOverNoticeLimit(room, 'note-received', to, at)) return refuse('note-limit');
  const cause = `note-${seed}`;
  const noted = recordHistory(room, at, 'note-written', role, { note });
  const told = withNextStamp({ ...noted, notices: addNotice(noted, { kind: 'note-received', to, at, cause }) }, at);
  return change(told, [noticeMail('note-received', told, to, seed, { cause, note })]);
}

function isRepeated({ history }: ExistingRoom, role: Role, note: string, at: Instant): boolean {
  const last = history.findLast(({ event, by }) => event === 'note-written' && by === role);
  return last?.note === note && last.at > plusMinutes(at, -REPEATED_WITHIN_MINUTES);
}
