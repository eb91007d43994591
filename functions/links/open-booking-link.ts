import type { BookingPurpose } from '../../shared/words/link-purposes.ts';
import { otherRole, ROLES, type Role } from '../../shared/words/roles.ts';
import { isBoundToBooking } from '../../shared/link/booking-link.ts';
import type { HistoryEntry } from '../../shared/room/history.ts';
import { guestOf, participantOf, type ExistingRoom, type Participant } from '../../shared/room/room.ts';
import type { Instant } from '../../shared/time/instant.ts';
import { isTokenOf, verifyBookingToken, type SignedBookingToken } from '../platform/links/booking-token.ts';
import { kidOf } from '../platform/links/link-token.ts';
import type { LinkKeys } from '../platform/links/link-keys.ts';
import { mintLinkBeside } from './link-beside.ts';
import type { Holder, OpenedRoom, OpenLinkDeps } from './open-link.ts';

/** What has become of a booking link. */
export type OpenedBooking =
  /** Not signed by us for this purpose. Nothing was read. */
  | { readonly kind: 'forged' }
  /** Its holder is no longer in the room, or the room is gone. */
  | { readonly kind: 'ended' }
  /** Its holder was the guest and has dropped out. */
  | { readonly kind: 'left'; readonly at: Instant }
  /** Its holder is in the room, and the link is of an earlier booking. `leftAt`: when the guest of that booking dropped out. */
  | (OpenedRoom & { readonly kind: 'earlier'; readonly leftAt: Instant | null })
  | KnownBooking;

/** A booking link whose holder is in the room, in the booking that it is of. */
export interface KnownBooking extends OpenedRoom {
  readonly kind: 'known';
  readonly purpose: BookingPurpose;
  /** When the guest booked, as the room is now; null: nobody is booked. */
  readonly bookedAt: Instant | null;
}

type Deps = Pick<OpenLinkDeps, 'linkKeys' | 'rooms'>;

/** Checks a token: length, signature and purpose without any database; then who is in the room that it names, and since when. */
export async function openBookingLink(deps: Deps, token: string, purpose: BookingPurpose, now: Instant): Promise<OpenedBooking> {
  const keys = await deps.linkKeys(kidOf(token));
  const verified = verifyBookingToken(keys, token, purpose, now);
  if (verified.kind === 'forged') return { kind: 'forged' };
  const { room } = await deps.rooms.load(verified.roomId);
  if (room.status === 'uncreated') return { kind: 'ended' };
  const bookedAt = guestOf(room)?.joinedAt ?? null;
  const seen = { token, hash: verified.hash, purpose, isExpired: verified.kind === 'expired', room };
  const role = findRole(keys, verified, purpose, room, bookedAt);
  const holder = role && holderIn(room, role);
  if (holder)
    return { kind: 'known', ...seen, purpose, holder, bookedAt, fileUrl: await mintLinkBeside(keys, room, holder, 'calendar-file') };
  return findEarlier(keys, verified, seen);
}

/** The role for whose present holder the token was made. */
const findRole = (keys: LinkKeys, verified: SignedBookingToken, purpose: BookingPurpose, room: ExistingRoom, bookedAt: Instant | null) =>
  ROLES.find((role) => {
    const person = participantOf(room, role);
    return person !== null && isTokenFor(keys, verified, { purpose, room, role, person, bookedAt });
  });

interface Candidate {
  readonly purpose: BookingPurpose;
  readonly room: ExistingRoom;
  readonly role: Role;
  readonly person: Pick<Participant, 'email'>;
  readonly bookedAt: Instant | null;
}

function isTokenFor(keys: LinkKeys, verified: SignedBookingToken, { purpose, room, role, person, bookedAt }: Candidate): boolean {
  const isBound = isBoundToBooking(purpose, role);
  if (isBound && bookedAt === null) return false;
  const { id: roomId, uid } = room;
  return isTokenOf(keys, verified, { purpose, roomId, uid, role, email: person.email, bookedAt: isBound ? bookedAt : null });
}

/** An earlier booking, as the history knows it: of a guest who is out, or of somebody who is in the room now. */
function findEarlier(
  keys: LinkKeys,
  verified: SignedBookingToken,
  seen: Omit<OpenedRoom, 'holder' | 'fileUrl'> & { purpose: BookingPurpose },
): OpenedBooking {
  const { room, purpose } = seen;
  for (const { at: bookedAt } of room.history.filter(beginsBooking)) {
    const leftAt = room.history.find((entry) => entry.at >= bookedAt && endsBooking(entry))?.at ?? null;
    const isOf = (role: Role, person: Candidate['person']) => isTokenFor(keys, verified, { purpose, room, role, person, bookedAt });
    const holder = ROLES.flatMap((role) => holderIn(room, role) ?? []).find(({ role, person }) => isOf(role, person));
    if (holder) return { kind: 'earlier', ...seen, holder, leftAt, fileUrl: null };
    if (leftAt !== null && room.formerGuests.some((former) => isOf('guest', former))) return { kind: 'left', at: leftAt };
  }
  return { kind: 'ended' };
}

const beginsBooking = ({ event, by }: HistoryEntry): boolean => event === 'booked' || (event === 'restored' && by === 'guest');

const endsBooking = ({ event, by }: HistoryEntry): boolean => (event === 'left' || event === 'declined') && by === 'guest';

function holderIn(room: ExistingRoom, role: Role): Holder | null {
  const person = participantOf(room, role);
  return person && { role, person, other: participantOf(room, otherRole(role)) };
}
