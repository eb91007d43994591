import type { LinkPurpose } from '../../shared/link/link.ts';
import { type Role, otherRole } from '../../shared/words/roles.ts';
import { statusAt, type Proposal } from '../../shared/room/proposal.ts';
import { participantOf, type ExistingRoom, type Participant } from '../../shared/room/room.ts';
import type { Instant } from '../../shared/time/instant.ts';
import type { LinkKeySource } from '../platform/links/link-keys.ts';
import type { LinkStore, StoredLink } from '../platform/links/link-store.ts';
import { isFor, kidOf, verifyToken } from '../platform/links/link-token.ts';
import type { RoomStore } from '../platform/rooms/room-store.ts';

/** What has become of a link. */
export type Opened =
  /** Not signed by us for this purpose, or unknown to us: nothing is told, and for a forged one nothing was read. */
  | { readonly kind: 'forged' }
  /** Once ours, but its holder is no longer in the room, or the room is gone. */
  | { readonly kind: 'ended'; readonly hash: string; readonly isExpired: boolean; readonly link: StoredLink | null }
  | Known;

/** A link whose holder is in the room. */
export interface Known {
  readonly kind: 'known';
  readonly token: string;
  readonly hash: string;
  /** The key that signed it. */
  readonly kid: string;
  readonly purpose: LinkPurpose;
  readonly isExpired: boolean;
  /** Null once its row has been forgotten, a week after it expired. */
  readonly link: StoredLink | null;
  readonly room: ExistingRoom;
  readonly holder: Holder;
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
 * Checks a token, cheapest first: length, signature and purpose without any database; then the link's row and the room. The
 * address that the token was made for has to be the one that holds the role now.
 */
export async function openLink(deps: OpenLinkDeps, token: string, purpose: LinkPurpose, now: Instant): Promise<Opened> {
  const keys = await deps.linkKeys(kidOf(token));
  const verified = await verifyToken(keys, token, purpose, now);
  if (verified.kind === 'forged') return { kind: 'forged' };
  const { claims, hash, kid } = verified;
  const isExpired = verified.kind === 'expired';

  const [link = null, { room }] = await Promise.all([deps.links.get(hash), deps.rooms.load(claims.roomId)]);
  if (link === null && !isExpired) return { kind: 'forged' };
  const person = room.status === 'uncreated' ? null : participantOf(room, claims.role);
  if (room.status === 'uncreated' || person === null || !isFor(keys, verified, person.email)) {
    return { kind: 'ended', hash, isExpired, link };
  }
  const holder = { role: claims.role, person, other: participantOf(room, otherRole(claims.role)) };
  return { kind: 'known', token, hash, kid, purpose, isExpired, link, room, holder };
}

/** The newest suggestion that waits for an answer of this role. */
export const openSuggestionTo = (role: Role, { proposals }: ExistingRoom, now: Instant): Proposal | undefined =>
  openSuggestionBy(otherRole(role), proposals, now);

/** The newest suggestion of this role that waits for an answer. */
export const openSuggestionBy = (role: Role, proposals: readonly Proposal[], now: Instant): Proposal | undefined =>
  proposals.findLast((proposal) => proposal.by === role && statusAt(proposal, now) === 'pending');
