import { withParticipant } from './changes.ts';
import type { UpdatePerson } from './command.ts';
import { change, unchanged, type Decision } from './decision.ts';
import { participantOf, type ExistingRoom, type Participant } from './room.ts';
import { ROLES } from '../words/roles.ts';

/**
 * One of the two is called otherwise, or reads times in another zone. Nobody is mailed because of it: it counts for every later mail,
 * the other party's as well.
 */
export function updatePerson(room: ExistingRoom, { person, at }: UpdatePerson): Decision {
  const isStale = (participant: Participant | null): participant is Participant =>
    participant?.sub === person.sub &&
    (participant.name !== person.name || participant.givenName !== person.givenName || participant.timeZone !== person.timeZone);
  const stale = ROLES.filter((role) => isStale(participantOf(room, role)));
  if (stale.length === 0) return unchanged;
  const { name, givenName = null, timeZone } = person;
  const updated = stale.reduce<ExistingRoom>(
    (before, role) => withParticipant(before, role, (participant) => ({ ...participant, name, givenName, timeZone })),
    room,
  );
  return change({ ...updated, updatedAt: at });
}
