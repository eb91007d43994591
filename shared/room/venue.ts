import { roleOf } from './actor.ts';
import { changesLately, countChange, recordHistory, withNextStamp } from './changes.ts';
import type { SetVenue } from './command.ts';
import { toHolders } from './compose-owed-mail.ts';
import { change, refuse, unchanged, type Decision } from './decision.ts';
import type { ExistingRoom } from './room.ts';

// Each change is two mails.
const VENUES_PER_DAY = 10;

/**
 * The host says where the two meet. Once somebody is booked both get a REQUEST with the next SEQUENCE. The time stays, so nobody is
 * asked again: what they have answered stands.
 */
export function setVenue(room: ExistingRoom, { by, venueUrl, at, seed }: SetVenue): Decision {
  if (roleOf(room, by) !== 'host') return refuse('not-host');
  if (room.status === 'cancelled') return refuse('room-cancelled');
  if (room.venueUrl === venueUrl) return unchanged;
  if (room.status === 'open') return change({ ...room, venueUrl, updatedAt: at });
  if (changesLately(room, 'venue-changed', at) >= VENUES_PER_DAY) return refuse('change-limit');
  const next = countChange({ ...room, venueUrl, sequence: room.sequence + 1 }, 'venue-changed', at);
  const told = withNextStamp(recordHistory(next, at, 'venue-changed', 'host'), at);
  return change(told, toHolders('venue-changed', told, seed));
}
