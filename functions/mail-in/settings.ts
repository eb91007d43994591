export const receiveMailSettings = [
  'ROOMS_TABLE',
  'OWING_SHARDS',
  'PEOPLE_TABLE',
  'PERSON_LIMITS',
  'IMIP_MESSAGES_TABLE',
  'INBOX_BUCKET',
  'MAIL_QUEUE_URL',
  'NOTIFICATIONS_FROM_EMAIL',
] as const;
export type ReceiveMailSettings = Record<(typeof receiveMailSettings)[number], string>;
