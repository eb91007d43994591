export const publishSiteSettings = ['SITE_BUCKET'] as const;
export type PublishSiteSettings = Record<(typeof publishSiteSettings)[number], string>;
