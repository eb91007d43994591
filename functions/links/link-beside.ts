import { isBoundToBooking } from '../../shared/link/booking-link.ts';
import { linkUrl } from '../../shared/link/link.ts';
import { endOf } from '../../shared/time/time-slot.ts';
import type { BookingPurpose } from '../../shared/words/link-purposes.ts';
import { mintBookingToken } from '../platform/links/booking-token.ts';
import type { LinksDeps } from './links-deps.ts';
import type { KnownBooking } from './open-booking-link.ts';

/** The path of another booking link of the same holder. Who holds one could have had the other by mail. */
export async function linkBeside({ linkKeys }: Pick<LinksDeps, 'linkKeys'>, known: KnownBooking, purpose: BookingPurpose): Promise<string> {
  const { room, holder, bookedAt } = known;
  const { role, person } = holder;
  const bound = isBoundToBooking(purpose, role) ? bookedAt : null;
  const grant = { purpose, roomId: room.id, uid: room.uid, role, email: person.email, bookedAt: bound, expiresAt: endOf(room) };
  // The room was found by a token that holds its id, so there is one.
  return linkUrl('', purpose, (await mintBookingToken(await linkKeys(), grant)) ?? '');
}
