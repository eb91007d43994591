/** What can happen to a room, in the words of its history. */
export const HISTORY_EVENTS = [
  'created',
  'booked',
  'rescheduled',
  'venue-changed',
  'left',
  'cancelled',
  'accepted',
  'tentative',
  'declined',
  'proposed',
  'approved',
  'proposal-declined',
  'proposal-withdrawn',
  'mail-failed',
  'mail-bounced',
  'mail-complained',
  'not-asked',
  'undone',
] as const;
export type HistoryEvent = (typeof HISTORY_EVENTS)[number];
