/** What a magic link is for. */
export const LINK_PURPOSES = ['reschedule', 'approve', 'decline', 'confirm', 'restore', 'cant-come'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];
