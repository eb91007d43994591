import type { LinkWisher } from '../../shared/link/link.ts';
import type { EmailAddress } from '../../shared/words/email-address.ts';
import type { BookingPurpose, LinkPurpose } from '../../shared/words/link-purposes.ts';
import { type Role, otherRole } from '../../shared/words/roles.ts';
import { formerGuestOf, toParticipant } from '../../shared/room/former-guests.ts';
import { statusAt, type Proposal } from '../../shared/room/proposal.ts';
import { participantOf, uncreated, type ExistingRoom, type Participant, type Room } from '../../shared/room/room.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { LinkKeys, LinkKeySource } from '../platform/links/link-keys.ts';
import type { LinkBinding, LinkStore, StoredLink, UnreadableLink } from '../platform/links/link-store.ts';
import { isBoundTo, kidOf, verifyToken } from '../platform/links/link-token.ts';
import { mintLinkBeside } from './link-beside.ts';
import type { RoomStore } from '../platform/rooms/room-store.ts';

/** What has become of a link. */
export type Opened =
  /** Not signed by us for this purpose, or unknown to us: the answer says nothing, and for a forged one nothing was read. */
  | { readonly kind: 'forged' }
  /** Ours, and expired so long ago that its row is gone. */
  | { readonly kind: 'forgotten' }
  /** Ours, and its row cannot be read. `standing`: how the session stands, where at least the holder could be read. */
  | { readonly kind: 'unreadable'; readonly unread: UnreadableLink; readonly standing: OpenedRoom | null }
  /** Once ours, but its holder is no longer in the room, or the room is gone. */
  | { readonly kind: 'ended'; readonly hash: string; readonly isExpired: boolean; readonly link: StoredLink; readonly room: Room }
  | Known;

/** What all links have in common whose holder is in the room. */
export interface OpenedRoom {
  readonly token: string;
  readonly hash: string;
  readonly purpose: LinkPurpose | BookingPurpose;
  readonly isExpired: boolean;
  readonly room: ExistingRoom;
  readonly holder: Holder;
  /** The path of the session as a calendar file for this holder; null while nobody is booked. */
  readonly fileUrl: string | null;
}

/** A link whose holder is in the room. */
export interface Known extends OpenedRoom {
  readonly kind: 'known';
  readonly purpose: LinkPurpose;
  /** The key that signed it. */
  readonly kid: string;
  /** Signed in the older form, of which the other links of the same mail cannot be derived. */
  readonly isLegacy: boolean;
  readonly link: StoredLink;
}

/** Who the link speaks for, and who they meet. */
export interface Holder {
  readonly role: Role;
  readonly person: Participant;
  readonly other: Participant | null;
}

export interface OpenLinkDeps {
  readonly linkKeys: LinkKeySource;
  readonly links: Pick<LinkStore, 'get'>;
  readonly rooms: Pick<RoomStore, 'load'>;
}

/**
 * Checks a token, cheapest first: length, signature and purpose without any database; then the link's row, whose binding the token
 * has to confirm; then the room. The address that the link was made for has to be the one that holds the role now.
 */
export async function openLink(deps: OpenLinkDeps, token: string, purpose: LinkPurpose, now: Instant): Promise<Opened> {
  const keys = await deps.linkKeys(kidOf(token));
  const verified = verifyToken(keys, token, purpose, now);
  if (verified.kind === 'forged') return { kind: 'forged' };
  const { hash, kid, isLegacy } = verified;
  const isExpired = verified.kind === 'expired';

  const found = await deps.links.get(hash);
  if (found === undefined) return { kind: isExpired ? 'forgotten' : 'forged' };
  const binding = 'problems' in found ? found.binding : found;
  if (binding && (binding.purpose !== purpose || !isBoundTo(keys, verified, binding, binding.seed))) return { kind: 'forged' };
  const room: Room = binding ? (await deps.rooms.load(binding.roomId)).room : uncreated;
  const standing = binding && (await findStanding(keys, binding, room, { token, hash, isExpired }));
  if ('problems' in found) return { kind: 'unreadable', unread: found, standing };
  if (standing === null) return { kind: 'ended', hash, isExpired, link: found, room };
  return { kind: 'known', ...standing, purpose, kid, isLegacy, link: found };
}

/** The room and the holder in it. Null when there is no such room, or when another address holds the role now. */
async function findStanding(
  keys: LinkKeys,
  binding: LinkBinding,
  room: Room,
  seen: Pick<OpenedRoom, 'token' | 'hash' | 'isExpired'>,
): Promise<OpenedRoom | null> {
  const person = room.status === 'uncreated' ? null : findHolder(room, binding);
  if (room.status === 'uncreated' || (person?.email !== binding.email && !binding.wisher) || person === null) return null;
  const holder = { role: binding.role, person, other: participantOf(room, otherRole(binding.role)) };
  const fileUrl = await mintLinkBeside(keys, room, holder, 'calendar-file');
  return { ...seen, purpose: binding.purpose, room, holder, fileUrl };
}

/**
 * Who holds the role that a link was made for. A link that puts a session back also speaks for a guest who is out, and one that books
 * for the person for whom the room is reserved.
 */
function findHolder(room: ExistingRoom, { purpose, role, email, wisher }: LinkBinding): Participant | null {
  if (wisher) return findWisher(room, email, wisher);
  if (purpose === 'book' && room.status !== 'booked')
    return room.reservedFor && toParticipant({ ...room.reservedFor.person, leftAt: room.createdAt });
  const former = purpose === 'restore' ? formerGuestOf(room, { role, email }) : undefined;
  return former ? toParticipant(former) : participantOf(room, role);
}

/** Somebody who was mailed because of a wish. They are in the room once they have booked it; nobody else learns who they are. */
function findWisher(room: ExistingRoom, email: EmailAddress, { sub, name, timeZone }: LinkWisher): Participant {
  const guest = room.status === 'booked' && room.guest.sub === sub ? room.guest : null;
  return guest ?? toParticipant({ sub, email, name, timeZone, leftAt: room.createdAt });
}

/** The newest suggestion that waits for an answer of this role. */
export const findPendingProposalTo = (role: Role, { proposals }: ExistingRoom, now: Instant): Proposal | undefined =>
  findPendingProposalBy(otherRole(role), proposals, now);

/** The newest suggestion of this role that waits for an answer. */
export const findPendingProposalBy = (role: Role, proposals: readonly Proposal[], now: Instant): Proposal | undefined =>
  proposals.findLast((proposal) => proposal.by === role && statusAt(proposal, now) === 'pending');
