import { withParticipant } from './changes.ts';
import type { UpdatePerson } from './command.ts';
import { change, unchanged, type Decision } from './decision.ts';
import type { Person } from './person.ts';
import { participantOf, type ExistingRoom } from './room.ts';
import { ROLES } from '../words/roles.ts';

/**
 * One of the two is called otherwise, or reads in another zone or language. Nobody is mailed because of it: it counts for every later mail,
 * the other party's as well.
 */
export function updatePerson(room: ExistingRoom, { person, at }: UpdatePerson): Decision {
  const isStale = (participant: Person | null): participant is Person =>
    participant?.sub === person.sub &&
    (participant.name !== person.name ||
      participant.givenName !== person.givenName ||
      participant.timeZone !== person.timeZone ||
      (participant.language ?? null) !== (person.language ?? null));
  const stale = ROLES.filter((role) => isStale(participantOf(room, role)));
  const reserved = isStale(room.reservedFor?.person ?? null) ? room.reservedFor : null;
  if (stale.length === 0 && reserved === null) return unchanged;
  const { name, givenName = null, timeZone, language = null } = person;
  const now = { name, givenName, timeZone, language };
  const reservedFor = reserved ? { ...reserved, person: { ...reserved.person, ...now } } : room.reservedFor;
  const updated = stale.reduce<ExistingRoom>(
    (before, role) => withParticipant(before, role, (participant) => ({ ...participant, ...now })),
    room,
  );
  return change({ ...updated, reservedFor, updatedAt: at });
}
