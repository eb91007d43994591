import { instantAt, millisOf, type Instant } from '../time/instant.ts';
import type { NoticeKind } from '../words/mail-kinds.ts';
import type { Role } from '../words/roles.ts';
import type { ExistingRoom, SentNotice } from './room.ts';

const HOUR = 3_600_000;

/** Rate limits: nobody may use us to spam a participant. Per attendee within the window, and per room in all. */
const LIMITS = {
  'reply-unreadable': { perAttendee: 1, windowMillis: HOUR, perRoom: 20 },
  'proposal-impossible': { perAttendee: 3, windowMillis: HOUR, perRoom: 20 },
  'fresh-link': { perAttendee: 3, windowMillis: HOUR, perRoom: 20 },
  'note-received': { perAttendee: 5, windowMillis: 24 * HOUR, perRoom: 40 },
  'mail-bounced': { perAttendee: 3, windowMillis: 24 * HOUR, perRoom: 20 },
} as const satisfies Partial<Record<NoticeKind, { readonly perAttendee: number; readonly windowMillis: number; readonly perRoom: number }>>;
export type LimitedNotice = keyof typeof LIMITS;

/** As many as are ever allowed: forgetting one sooner would allow another. Those of questions have their own end. */
const NOTICES_KEPT = Object.values(LIMITS).reduce((sum, { perRoom }) => sum + perRoom, 0);

/** The notices of a room with one more. */
export function addNotice(room: ExistingRoom, notice: SentNotice & { readonly kind: LimitedNotice }): readonly SentNotice[] {
  const questions = room.notices.filter(({ kind }) => kind === 'confirm-reply');
  const others = room.notices.filter(({ kind }) => kind !== 'confirm-reply');
  return [...questions, ...[...others, notice].slice(-NOTICES_KEPT)];
}

export function isOverNoticeLimit({ notices }: ExistingRoom, kind: LimitedNotice, to: Role, at: Instant): boolean {
  const { perAttendee, windowMillis, perRoom } = LIMITS[kind];
  const since = instantAt(millisOf(at) - windowMillis);
  const ofKind = notices.filter((notice) => notice.kind === kind);
  return ofKind.length >= perRoom || ofKind.filter((notice) => notice.to === to && notice.at > since).length >= perAttendee;
}
