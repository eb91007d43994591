export const linksSettings = [
  'ROOMS_TABLE',
  'OWING_SHARDS',
  'PEOPLE_TABLE',
  'PERSON_LIMITS',
  'LINKS_TABLE',
  'WISHES_TABLE',
  'WISH_ENTRIES_TABLE',
  'MAIL_QUEUE_URL',
  'LINK_KEYS_SECRET_ARN',
  'ORIGIN_KEY_SECRET_ARN',
  'PUBLIC_URL',
  'DECISION_LINKS',
  'BRAND_NAME',
  'BRAND_COLOR',
  'NOTIFICATIONS_FROM_EMAIL',
] as const;
export type LinksSettings = Record<(typeof linksSettings)[number], string>;
