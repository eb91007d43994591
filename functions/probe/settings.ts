export const probeSettings = [
  'ROOMS_TABLE',
  'OWING_SHARDS',
  'SENDS_TABLE',
  'INBOX_BUCKET',
  'MAIL_QUEUE_URL',
  'CONFIGURATION_SET',
  'NOTIFICATIONS_ENABLED',
  'NOTIFICATIONS_FROM_EMAIL',
] as const;
/** May be left empty. */
export const probeOptions = ['NOTIFICATIONS_REDIRECT_TO'] as const;
export type ProbeSettings = Record<(typeof probeSettings)[number] | (typeof probeOptions)[number], string>;
