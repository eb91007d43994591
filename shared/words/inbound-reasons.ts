/*
 * Why a mail to the organizer is not acted on: every reason there is, in one place. Operators read them in `replies list` and in the
 * metrics, and what a person reads of them is in shared/mail/catalogues.
 */

/** The calendar in the mail cannot be read. */
const CALENDAR_FAULTS = [
  'not-a-calendar',
  'truncated',
  'calendar-too-large',
  'too-complex',
  'ambiguous',
  'no-method',
  'no-event',
  'no-uid',
] as const;
export type CalendarFault = (typeof CALENDAR_FAULTS)[number];

/** The mail around it cannot be read, or says nothing. */
const MAIL_FAULTS = ['too-large', 'malformed-mail', 'no-calendar', 'winmail', 'no-answer'] as const;

/** A time in it names no moment. */
export const TIME_FAULTS = ['all-day', 'floating-time', 'unknown-time-zone', 'not-a-time', 'end-before-start'] as const;
export type TimeFault = (typeof TIME_FAULTS)[number];

/** It is understood, and does nothing whatever it says. */
const MAIL_REFUSALS = [
  'virus',
  'spam',
  'bounce',
  'own-mail',
  'automatic',
  'no-sender',
  'several-senders',
  'sender-unclear',
  'dmarc-failed',
  'method-not-obeyed',
  'unknown-uid',
  'not-an-attendee',
  'not-proven',
  /** The sender has suggested as many times as one person may in a day. */
  'person-limit',
] as const;
export type MailRefusal = (typeof MAIL_REFUSALS)[number];

/** Why a mail could not be understood. */
export const UNREADABLE_REASONS = [...CALENDAR_FAULTS, ...MAIL_FAULTS, 'unknown-time-zone'] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];
