import type { ReachedLimit } from '../../shared/room/usage.ts';
import type { PersonLimit } from '../../shared/words/person-limits.ts';
import { shortMoment } from '../../shared/time/moment.ts';

/** Why nothing more can be done now, and when it can. */
export const limitWords = ({ limit, endsAt }: ReachedLimit, zone: string): string => WORDS[limit](shortMoment(endsAt, zone));

const WORDS: Readonly<Record<PersonLimit, (when: string) => string>> = {
  hostedUpcoming: (when) => `You host as many sessions as one person may at a time. You can host another one from ${when}.`,
  openedPerDay: (when) => `You have opened as many sessions as one person may in a day. You can open another one from ${when}.`,
  reservedPerDay: (when) => `You have reserved as many sessions as one person may in a day. You can reserve another one from ${when}.`,
  bookingsHeld: (when) => `You have booked as many sessions as one person may at a time. You can book another one from ${when}.`,
  bookedPerDay: (when) => `You have booked as many sessions as one person may in a day. You can book another one from ${when}.`,
  sameHostPerDay: (when) => `You have left sessions of this host several times. You can book one again from ${when}.`,
  proposedPerDay: (when) => `You have suggested as many times as one person may in a day. You can suggest another one from ${when}.`,
  notedPerDay: (when) => `You have written as many notes as one person may in a day. You can write again from ${when}.`,
  mailedPerDay: (when) => `You have had as many fresh links as one person may in a day. You can have another one from ${when}.`,
  missedSessions: (when) => `You have missed several sessions, so you can host and book nothing for a week. You can again from ${when}.`,
  wishMailsPerDay: (when) =>
    `You have had as many mails because of your wishes as one person may in a day. The next one can come from ${when}.`,
};
