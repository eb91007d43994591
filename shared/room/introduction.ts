import { otherRole, type Role } from '../words/roles.ts';
import type { Instant } from '../time/instant.ts';
import { roleOf } from './actor.ts';
import { recordHistory, withNextStamp } from './changes.ts';
import type { Introduce } from './command.ts';
import { noticeMail, type Stamped } from './compose-owed-mail.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import type { NoticeMail } from './owed-mail.ts';
import { participantOf, type BookedRoom, type ExistingRoom } from './room.ts';

/** Whether the host and the present guest want to learn each other's address. */
export interface Introduction {
  readonly askedBy: readonly Role[];
  /** When each of them was mailed the other's address; null: not yet. */
  readonly introducedAt: Instant | null;
}

export const NO_INTRODUCTION: Introduction = { askedBy: [], introducedAt: null };

/**
 * Somebody asks to be introduced to the other, or takes that back. Once both ask, each is mailed the other's address. A no is no
 * decision: nothing of it is kept, so the one who asked cannot learn of it.
 */
export function introduce(room: ExistingRoom, { by, yes, at, seed }: Introduce): Decision {
  const role = roleOf(room, by);
  if (role === null) return refuse('not-participant');
  if (room.status === 'cancelled') return refuse('room-cancelled');
  if (room.status === 'open') return refuse('room-not-booked');
  const { askedBy, introducedAt } = room.introduction;
  if (introducedAt !== null) return yes ? unchanged : refuse('introduced-already');
  if (askedBy.includes(role) === yes) return unchanged;
  if (!yes) return change({ ...room, introduction: { askedBy: askedBy.filter((one) => one !== role), introducedAt }, updatedAt: at });
  const asked = recordOnce({ ...room, introduction: { askedBy: [...askedBy, role], introducedAt } }, role, at);
  if (!askedBy.includes(otherRole(role))) return change(asked);
  const introduced = { ...asked, introduction: { ...asked.introduction, introducedAt: at } };
  const told = withNextStamp(recordHistory(introduced, at, 'introduced', role), at);
  return change(told, [introductionTo('host', told, seed), introductionTo('guest', told, seed)]);
}

/** Asking and taking it back, to and fro, is one line of the history: it would hold nothing else. */
const recordOnce = (room: BookedRoom, role: Role, at: Instant): BookedRoom =>
  room.history.some(({ event, by, at: when }) => event === 'introduction-asked' && by === role && when >= room.guest.joinedAt)
    ? { ...room, updatedAt: at }
    : recordHistory(room, at, 'introduction-asked', role);

function introductionTo(to: Role, room: Stamped, seed: string): NoticeMail {
  const other = participantOf(room, otherRole(to));
  if (other === null) throw new Error('Somebody was introduced to nobody');
  return noticeMail('introduction', room, to, seed, {
    cause: `introduction-${seed}`,
    notice: { kind: 'introduction', email: other.email },
  });
}
