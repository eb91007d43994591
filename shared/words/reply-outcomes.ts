/** What can become of a message to the organizer. */
export const REPLY_OUTCOMES = ['applied', 'unchanged', 'needs-confirmation', 'refused', 'unreadable'] as const;
export type ReplyOutcome = (typeof REPLY_OUTCOMES)[number];
