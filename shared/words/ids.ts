import type { Brand } from './brand.ts';

export type RoomId = Brand<string, 'RoomId'>;

/** The iCalendar UID of the room's event: a bare UUID that never changes (RFC 7986 5.3). */
export type Uid = Brand<string, 'Uid'>;

export type ProposalId = Brand<string, 'ProposalId'>;

/** A standing wish. */
export type WishId = Brand<string, 'WishId'>;
