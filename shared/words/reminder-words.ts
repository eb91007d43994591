/** When people are reminded of a session: a day before it begins, and an hour before. Later is nearer to the start. */
export const REMINDER_TIMES = ['day', 'hour'] as const;
export type ReminderTime = (typeof REMINDER_TIMES)[number];

/** Of which of them somebody wants to be reminded. */
export const REMINDER_CHOICES = ['both', 'day', 'hour', 'none'] as const;
export type ReminderChoice = (typeof REMINDER_CHOICES)[number];

/** For people who have chosen nothing, where the operator says nothing else. */
export const DEFAULT_REMINDERS: ReminderChoice = 'both';

export const parseReminders = (text: string): ReminderChoice | undefined => REMINDER_CHOICES.find((choice) => choice === text);

export const isWanted = (time: ReminderTime, choice: ReminderChoice): boolean => choice === 'both' || choice === time;
