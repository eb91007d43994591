import { topicsEn } from '../words/topics.ts';

/*
 * What calendars show of sessions, in English. `who` is the other party; null: there is no name to show.
 */

type Who = string | null;

export const calendarTextEn = {
  title: (brand: string, who: Who) => `${brand} Session with ${who ?? 'your partner'}`,
  openTitle: (brand: string) => `${brand} Session (open)`,
  feedName: (brand: string) => `${brand} sessions`,
  join: (venue: string) => `Join the session: ${venue}`,
  notBooked: 'Nobody has booked it yet.',
  topics: topicsEn,
  practised: (what: string) => `What you practise: ${what}.`,
  writtenByYou: (line: string) => `You wrote: ${line}`,
  writtenByOther: (who: Who, line: string) => `${who ?? 'Your partner'} wrote: ${line}`,
  feedFollows: (page: string) => `This calendar follows the session. Move it or cancel it on its page: ${page}`,
  copyWarning: 'This is a copy: it does not follow changes. The calendar feed in your profile does.',
  asItIsNow: (page: string) => `The session as it is now: ${page}`,
};

export type CalendarText = typeof calendarTextEn;
