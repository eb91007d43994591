export const roomsApiSettings = [
  'ROOMS_TABLE',
  'AUDIT_TABLE',
  'OWING_SHARDS',
  'PEOPLE_TABLE',
  'SENDS_TABLE',
  'IMIP_MESSAGES_TABLE',
  'PROPOSALS_TABLE',
  'PERSON_LIMITS',
  'TOPICS',
  'EXAMS',
  'UNDO_SECONDS',
  'REMINDERS',
  'FEEDS_TABLE',
  'ERASURES_TABLE',
  'WISHES_TABLE',
  'WISH_ENTRIES_TABLE',
  'PUBLIC_URL',
  'MAIL_QUEUE_URL',
  'NOTIFICATIONS_FROM_EMAIL',
  'ORIGIN_KEY_SECRET_ARN',
  'MEETING_HOSTS',
  'VENUE_KEY_SECRET_ARN',
] as const;
/** May be left empty. */
export const roomsApiOptions = ['MEETING_URL'] as const;
export type RoomsApiSettings = Record<(typeof roomsApiSettings)[number] | (typeof roomsApiOptions)[number], string>;
