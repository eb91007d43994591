export const erasePeopleSettings = [
  'ROOMS_TABLE',
  'OWING_SHARDS',
  'PEOPLE_TABLE',
  'FEEDS_TABLE',
  'ERASURES_TABLE',
  'WISHES_TABLE',
  'WISH_ENTRIES_TABLE',
  'LINKS_TABLE',
  'SENDS_TABLE',
  'IMIP_MESSAGES_TABLE',
  'AUDIT_TABLE',
  'PROPOSALS_TABLE',
  'INBOX_BUCKET',
  'MAIL_QUEUE_URL',
] as const;
/** May be left empty: then people sign in elsewhere. */
export const erasePeopleOptions = ['USER_POOL_ID'] as const;
export type ErasePeopleSettings = Record<(typeof erasePeopleSettings)[number] | (typeof erasePeopleOptions)[number], string>;
