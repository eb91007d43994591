/** What a mail can end as. */
export const FINAL_SEND_STATES = ['accepted', 'superseded', 'suppressed', 'failed'] as const;
export type FinalState = (typeof FINAL_SEND_STATES)[number];

/** The states of one mail: `pending` waits for its next try, `sending` is claimed until its lease ends, the rest is final. */
export const SEND_STATES = ['pending', 'sending', ...FINAL_SEND_STATES] as const;
export type SendState = (typeof SEND_STATES)[number];
