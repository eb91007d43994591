import type { ReminderChoice } from '../../../shared/words/reminder-words.ts';
import type { Log } from '../log.ts';
import type { PeopleStore } from './people-store.ts';

/** When somebody wants to be reminded of a session. */
export type ReadReminders = (sub: string) => Promise<ReminderChoice>;

/** @param fallback for people who have chosen nothing */
export const createReadReminders =
  (people: Pick<PeopleStore, 'load'>, fallback: ReminderChoice, log: Log): ReadReminders =>
  async (sub) => {
    try {
      return (await people.load(sub)).profile.reminders ?? fallback;
    } catch (error) {
      // A row that cannot be read keeps back no mail of the room.
      log.error('person.unread', error);
      return fallback;
    }
  };
