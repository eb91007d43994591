/** The message tag in which SES is given the ledger's id of a mail, and gives it back in every event about it. */
export const SEND_KEY_TAG = 'send_key';
