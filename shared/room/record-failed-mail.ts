import { endOf } from '../time/time-slot.ts';
import { firstNameOf } from '../words/names.ts';
import { otherRole } from '../words/roles.ts';
import { addToHistory, withNextStamp } from './changes.ts';
import type { RecordFailedMail } from './command.ts';
import { noticeMail } from './compose-owed-mail.ts';
import { change, unchanged, type Decision } from './decision.ts';
import { addNotice, isOverNoticeLimit } from './notice-limits.ts';
import { participantOf, type ExistingRoom, type Participant } from './room.ts';

/**
 * Mail that did not arrive is in the timeline, once per person and SEQUENCE. When it came back, the other party gets a mail that says what to do:
 * they wait for somebody who may know of nothing.
 */
export function recordFailedMail(room: ExistingRoom, command: RecordFailedMail): Decision {
  const { at, to, email, event } = command;
  const addressee = participantOf(room, to);
  const person = addressee?.email === email ? addressee : null;
  const reserved = room.reservedFor?.person;
  const named = person ?? (reserved?.email === email ? reserved : null);
  const name = named && firstNameOf(named);
  const { sequence, history } = room;
  const isKnown = history.some((entry) => entry.event === event && entry.name === name && entry.sequence === sequence);
  if (isKnown) return unchanged;
  const next = addToHistory(room, { at, event, by: 'system', name, sequence, startUtc: null, durationMinutes: null, note: '' });
  return event === 'mail-bounced' && person !== null ? tellPartner(next, person, command) : change(next);
}

function tellPartner(room: ExistingRoom, unreached: Participant, { to, at, seed }: RecordFailedMail): Decision {
  const partner = otherRole(to);
  if (room.status !== 'booked' || endOf(room) <= at) return change(room);
  const cause = causeOf(unreached);
  const isTold = room.notices.some((sent) => sent.kind === 'mail-bounced' && sent.to === partner && sent.cause === cause);
  // Otherwise two addresses that both bounce would get mail about each other.
  const isUnreached = room.notices.some((sent) => sent.kind === 'mail-bounced' && sent.to === to && sent.at > unreached.joinedAt);
  if (isTold || isUnreached || isOverNoticeLimit(room, 'mail-bounced', partner, at)) return change(room);
  const told = withNextStamp({ ...room, notices: addNotice(room, { kind: 'mail-bounced', to: partner, at, cause }) }, at);
  return change(told, [noticeMail('mail-bounced', told, partner, seed, { cause })]);
}

/** Once per person: another guest in the same role is another one. */
const causeOf = ({ joinedAt }: Participant): string => `bounced-${joinedAt}`;
