import type { OwedVenue } from './owed-mail.ts';
import type { ExistingRoom } from './room.ts';

/** Where the two of a room meet: from the booking on, and no longer than both are in it. */
export const venueOf = (room: ExistingRoom): OwedVenue | null =>
  room.status === 'booked' ? { own: room.venueUrl, bookedAt: room.guest.joinedAt } : null;
