import { endOfLink, isBoundToBooking } from '../../shared/link/booking-link.ts';
import { linkUrl } from '../../shared/link/link.ts';
import { guestOf, type ExistingRoom, type Participant } from '../../shared/room/room.ts';
import type { BookingPurpose } from '../../shared/words/link-purposes.ts';
import type { Role } from '../../shared/words/roles.ts';
import { mintBookingToken } from '../platform/links/booking-token.ts';
import type { LinkKeys } from '../platform/links/link-keys.ts';

interface Holder {
  readonly role: Role;
  readonly person: Participant;
}

/** The path of a booking link of the same holder: who holds one link could have had the other by mail. Null: it would be of no booking. */
export async function mintLinkBeside(
  keys: LinkKeys,
  room: ExistingRoom,
  { role, person }: Holder,
  purpose: BookingPurpose,
): Promise<string | null> {
  const isBound = isBoundToBooking(purpose, role);
  const bookedAt = isBound ? (guestOf(room)?.joinedAt ?? null) : null;
  if (isBound && bookedAt === null) return null;
  const grant = { purpose, roomId: room.id, uid: room.uid, role, email: person.email, bookedAt, expiresAt: endOfLink(purpose, room) };
  const token = await mintBookingToken(keys, grant);
  return token === null ? null : linkUrl('', purpose, token);
}
