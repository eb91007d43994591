export const recordStatusSettings = [
  'ROOMS_TABLE',
  'OWING_SHARDS',
  'SENDS_TABLE',
  'MAIL_QUEUE_URL',
  'STATUS_TOPIC_ARN',
  'ORIGIN_KEY_SECRET_ARN',
] as const;
export type RecordStatusSettings = Record<(typeof recordStatusSettings)[number], string>;
