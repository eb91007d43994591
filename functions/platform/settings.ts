import { MOST_OWING_SHARDS } from '../../shared/words/owing-shards.ts';
import { parsePersonLimits, type PersonLimits } from '../../shared/words/person-limits.ts';
import { parseChoices, type PracticeChoices } from '../../shared/words/practice.ts';
import { MOST_UNDO_SECONDS, parseUndoSeconds } from '../../shared/words/undo-seconds.ts';
import { parseReminders, REMINDER_CHOICES, type ReminderChoice } from '../../shared/words/reminder-words.ts';
import { parseEmailAddress, type EmailAddress } from '../../shared/words/email-address.ts';
import { parseVenueTemplate } from '../../shared/words/venue-template.ts';
import { parseVenueHosts } from '../../shared/words/venue-url.ts';

/**
 * Reads every named setting once, at cold start, and names all that are missing in one error. Options may be empty or
 * absent and then read as ''.
 */
export function readSettings<const Name extends string, const Option extends string = never>(
  names: readonly Name[],
  env: Readonly<Record<string, string | undefined>>,
  options: readonly Option[] = [],
): Record<Name | Option, string> {
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`Settings missing from the environment: ${missing.join(', ')} (docs/configuration.md)`);
  const read = [...names, ...options].map((name) => [name, env[name] ?? ''] as const);
  return Object.fromEntries(read) as Record<Name | Option, string>;
}

/** A setting that is an address. Throws, and names the setting, where it is none: mail must not go elsewhere instead. */
export function addressIn<const Name extends string>(settings: Readonly<Record<Name, string>>, name: Name): EmailAddress {
  const address = parseEmailAddress(settings[name]);
  if (!address) throw new Error(`${name} is not an e-mail address (docs/configuration.md)`);
  return address;
}

/** Over how many partitions the rooms that owe mail are spread. Throws where the setting cannot be right. */
export function owingShardsIn({ OWING_SHARDS: text }: Readonly<Record<'OWING_SHARDS', string>>): number {
  const shards = Number(text);
  if (!Number.isInteger(shards) || shards < 1 || shards > MOST_OWING_SHARDS) {
    throw new Error(`OWING_SHARDS is not a number from 1 to ${MOST_OWING_SHARDS} (docs/configuration.md)`);
  }
  return shards;
}

/** What hosts can choose from. Throws where a list cannot be read. */
export function practiceChoicesIn({ TOPICS, EXAMS }: Readonly<Record<'TOPICS' | 'EXAMS', string>>): PracticeChoices {
  const [topics, exams] = [parseChoices(TOPICS), parseChoices(EXAMS)];
  if (!topics || !exams) throw new Error(`${topics ? 'EXAMS' : 'TOPICS'} cannot be read (docs/configuration.md)`);
  return { topics, exams };
}

/** What one person may do. Throws where the setting cannot be read. */
export function personLimitsIn({ PERSON_LIMITS: text }: Readonly<Record<'PERSON_LIMITS', string>>): PersonLimits {
  const limits = parsePersonLimits(text);
  if (!limits) throw new Error('PERSON_LIMITS cannot be read (docs/configuration.md)');
  return limits;
}

/** So long somebody can take back what they did in the app. Throws where the setting cannot be read. */
export function undoSecondsIn({ UNDO_SECONDS: text }: Readonly<Record<'UNDO_SECONDS', string>>): number {
  const seconds = parseUndoSeconds(text);
  if (seconds === undefined) throw new Error(`UNDO_SECONDS is not a number from 0 to ${MOST_UNDO_SECONDS} (docs/configuration.md)`);
  return seconds;
}

/** When people are reminded who have chosen nothing. Throws where the setting cannot be read. */
export function remindersIn({ REMINDERS: text }: Readonly<Record<'REMINDERS', string>>): ReminderChoice {
  const choice = parseReminders(text);
  if (!choice) throw new Error(`REMINDERS is none of ${REMINDER_CHOICES.join(', ')} (docs/configuration.md)`);
  return choice;
}

/** The addresses of meetings; null: the operator gives none. Throws where the setting cannot be right. */
export function venueTemplateIn({ MEETING_URL: text }: Readonly<Record<'MEETING_URL', string>>): string | null {
  const template = text === '' ? null : parseVenueTemplate(text);
  if (template === undefined) throw new Error('MEETING_URL is no https address with {secret} or {room} (docs/configuration.md)');
  return template;
}

/** Providers to which links of hosts may lead. Throws where the setting cannot be read. */
export function venueHostsIn({ MEETING_HOSTS: text }: Readonly<Record<'MEETING_HOSTS', string>>): readonly string[] {
  const hosts = parseVenueHosts(text);
  if (!hosts) throw new Error('MEETING_HOSTS is no list of host names (docs/configuration.md)');
  return hosts;
}
