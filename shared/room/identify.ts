import type { EmailAddress } from '../words/email-address.ts';
import type { Identify } from './command.ts';
import { change, unchanged, type Decision } from './decision.ts';
import type { ExistingRoom, Participant } from './room.ts';

const PREFIX = 'imported:';

/**
 * The `sub` of a person whose room was imported from another service. They have none here until they sign in with that address, verified.
 * A token with such a `sub` signs nobody in.
 */
export const subOfImported = (email: EmailAddress): string => `${PREFIX}${email}`;

export const isImportedSub = (sub: string): boolean => sub.startsWith(PREFIX);

/** The person of an imported room has signed in: the room is theirs from now on. Nothing else about it changes. */
export function identify(room: ExistingRoom, { email, sub, at }: Identify): Decision {
  const isMeant = (participant: Participant | null) => participant?.sub === subOfImported(email);
  const named = (participant: Participant): Participant => (isMeant(participant) ? { ...participant, sub } : participant);
  const guest = room.status === 'open' ? null : room.guest;
  if (!isMeant(room.host) && !isMeant(guest)) return unchanged;
  const known = { host: named(room.host), updatedAt: at };
  switch (room.status) {
    case 'open':
      return change({ ...room, ...known });
    case 'booked':
      return change({ ...room, ...known, guest: named(room.guest) });
    case 'cancelled':
      return change({ ...room, ...known, guest: room.guest && named(room.guest) });
  }
}
