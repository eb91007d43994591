/*
 * One session, as it is assumed for the bill: two people look at the list, one opens it, the other books it, both accept; one suggests
 * another time, the other approves, both accept again; both are reminded twice, are asked how it was, and say so. What each step costs in DynamoDB is measured: docs/performance/units.md.
 */

/** How often one session has each use case of docs/performance/units.md. */
export const USE_CASES: Readonly<Record<string, number>> = {
  'list 14 days, 51 open rooms among 200': 4,
  'open a room': 1,
  'book it (the decision)': 1,
  // And the two pairs of reminders and the pair of questions afterwards, which leave in the same way.
  'send its two invitations': 4,
  'the guest accepts': 4,
  'propose another time': 1,
  'approve it': 1,
  'send its four mails': 1,
};

/** What else one session takes. Kilobytes are thousands of bytes. */
export const SESSION = {
  mailsOut: 12,
  mailsIn: 4,
  apiRequests: 29,
  /** Files of the app beside the API requests. */
  fileRequests: 12,
  kilobytesOut: 250,
  /** API and links 29, mailer 9, answers 4, delivery events 24. */
  lambdaRuns: 66,
  lambdaMilliseconds: 80,
  /** A row of the audit trail for each decision and one for the proposal, a row for each answer, two link rows' marks, two decisions to remind, one to ask, two answers. */
  otherWriteUnits: 51,
  /** Hints, arrivals and delivery events: sent, received, deleted. */
  queueRequests: 112,
  logKilobytes: 87,
  /** Somebody who is active takes part in four sessions a month, and each session has two people. */
  activePeople: 0.5,
} as const;

/** Work is not even: at the busiest moment there is so much more of it than on average. */
export const PEAK = 10;

export const LAMBDA_GIGABYTES = 0.5;
