import { createHmac } from 'node:crypto';
import type { OwedVenue } from '../../../shared/room/owed-mail.ts';
import type { RoomId } from '../../../shared/words/ids.ts';
import { fillVenueTemplate, needsSecret } from '../../../shared/words/venue-template.ts';

/** Where the two of a booking meet, as an address; null: nobody has said. */
export type FindVenue = (roomId: RoomId, venue: OwedVenue) => Promise<string | null>;

/**
 * The host's own link, or else one that is made from the operator's template. Each booking has a secret of its own, so a guest who
 * left does not know the address of the next one. It is derived and not stored: who reads the table cannot walk in.
 * @param template null: there is none
 * @param readKey of the secrets; it never changes, because calendars hold what was made with it
 */
export const createFindVenue =
  (template: string | null, readKey: () => Promise<Uint8Array>): FindVenue =>
  async (roomId, { own, bookedAt }) => {
    if (own !== null || template === null) return own;
    const secret = needsSecret(template) ? secretOf(await readKey(), roomId, bookedAt) : '';
    return fillVenueTemplate(template, { secret, room: roomId });
  };

/** 128 bits in hex: platforms that read names without regard to case lose nothing of it. */
const secretOf = (key: Uint8Array, roomId: RoomId, bookedAt: OwedVenue['bookedAt']): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['venue', roomId, bookedAt]))
    .digest('hex')
    .slice(0, 32);
