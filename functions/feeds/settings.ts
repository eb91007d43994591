export const feedsSettings = [
  'ROOMS_TABLE',
  'FEEDS_TABLE',
  'PUBLIC_URL',
  'BRAND_NAME',
  'ORIGIN_KEY_SECRET_ARN',
  'VENUE_KEY_SECRET_ARN',
] as const;
export const feedsOptions = ['MEETING_URL'] as const;
export type FeedsSettings = Record<(typeof feedsSettings)[number] | (typeof feedsOptions)[number], string>;
