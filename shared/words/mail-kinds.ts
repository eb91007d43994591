/** Mail that changes the recipient's calendar: named by what the recipient learns; the iTIP method follows from it. */
export const CALENDAR_MAIL_KINDS = [
  'invitation',
  'moved',
  'restored',
  'venue-changed',
  'guest-left',
  'current',
  'cancelled',
  'unbooked',
  'counter-declined',
] as const;
export type CalendarMailKind = (typeof CALENDAR_MAIL_KINDS)[number];

/** Mail without a calendar part. */
export const NOTICE_KINDS = [
  'proposal-received',
  'proposal-sent',
  'proposal-declined',
  'proposal-unanswered',
  'proposal-expired',
  'reply-unreadable',
  'proposal-impossible',
  'confirm-reply',
  'fresh-link',
  'note-received',
  'mail-bounced',
  'introduction',
  'reminder',
  'reservation',
  'reservation-ended',
  'afterwards',
  'afterwards-answer',
  'wish-fits',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
