import { describePerson } from '../../shared/room/profile.ts';
import { findPartner, reserve, type Reservation } from '../../shared/room/reservation.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { RoomId } from '../../shared/words/ids.ts';
import { HttpError } from '../platform/http/http-error.ts';
import type { Caller } from './caller.ts';
import type { RoomsApiDeps } from './deps.ts';

/** With whom, by a session in which they practised together: so the host needs to know nothing of them. */
export interface ReservationRequest {
  readonly roomId: string;
  readonly thenForEveryone?: boolean | undefined;
}

/**
 * The reservation for the one with whom the caller has practised. Throws `HttpError` where they cannot be asked: of somebody who is gone and
 * of somebody who does not want it the caller learns the same.
 */
export async function readReservation(
  { rooms, people, erasures }: Pick<RoomsApiDeps, 'rooms' | 'people' | 'erasures'>,
  { roomId, thenForEveryone = false }: ReservationRequest,
  { sub }: Pick<Caller, 'sub'>,
  at: Instant,
): Promise<Reservation> {
  const { room } = await rooms.load(roomId.toLowerCase() as RoomId);
  const partner = findPartner(room, sub, at);
  if (typeof partner === 'string') throw new HttpError(partner);
  const [{ profile }, erasure] = await Promise.all([people.load(partner.sub), erasures.load(partner.sub)]);
  if (erasure?.kind === 'asked' || profile.refusedHosts.includes(sub)) throw new HttpError('partner-unavailable');
  const { timeZone, ...names } = describePerson(profile, partner);
  return reserve({ ...partner, ...names, timeZone: timeZone ?? partner.timeZone }, thenForEveryone, at);
}
