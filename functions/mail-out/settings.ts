export const sendMailSettings = [
  'ROOMS_TABLE',
  'OWING_SHARDS',
  'SENDS_TABLE',
  'LINKS_TABLE',
  'PEOPLE_TABLE',
  'PERSON_LIMITS',
  'WISHES_TABLE',
  'WISH_ENTRIES_TABLE',
  'REMINDERS',
  'AUDIT_TABLE',
  'PROPOSALS_TABLE',
  'MAIL_QUEUE_URL',
  'MAIL_DEAD_LETTER_QUEUE_URL',
  'LINK_KEYS_SECRET_ARN',
  'SEND_KEY_SECRET_ARN',
  'VENUE_KEY_SECRET_ARN',
  'CONFIGURATION_SET',
  'PUBLIC_URL',
  'BRAND_NAME',
  'BRAND_COLOR',
  'NOTIFICATIONS_ENABLED',
  'NOTIFICATIONS_FROM_EMAIL',
] as const;
/** May be left empty. */
export const sendMailOptions = ['NOTIFICATIONS_REDIRECT_TO', 'SES_MAX_SEND_RATE', 'MEETING_URL'] as const;
export type SendMailSettings = Record<(typeof sendMailSettings)[number] | (typeof sendMailOptions)[number], string>;

export const sweepMailSettings = ['ROOMS_TABLE', 'OWING_SHARDS', 'SENDS_TABLE', 'MAIL_QUEUE_URL'] as const;
export type SweepMailSettings = Record<(typeof sweepMailSettings)[number], string>;
