import * as z from 'zod/mini';
import { DURATIONS, DURATIONS_IN_WORDS } from '../words/durations.ts';
import { HISTORY_EVENTS } from '../words/history-events.ts';
import { LANGUAGES } from '../words/languages.ts';
import { PARTSTATS } from '../words/itip.ts';
import { OTHER } from '../words/other.ts';
import { ROOM_STATUSES } from '../words/room-statuses.ts';
import { ANY, CHOICE_LIMIT, PRACTICE_LINE_LIMIT } from '../words/practice.ts';
import { MOST_REPEAT_WEEKS } from '../words/repeat-weeks.ts';
import { ROLES } from '../words/roles.ts';
import { GIVEN_NAME_LIMIT, NAME_LIMIT, problemOfGivenName, problemOfOwnName } from '../words/names.ts';
import { REMINDER_CHOICES } from '../words/reminder-words.ts';
import { NOTE_LIMIT } from '../words/note-limit.ts';
import { countCharacters } from '../words/typed-text.ts';
import { WEEKDAY_NAMES } from '../words/times-of-week.ts';
import { WINDOWS_PER_WISH, WISH_WEEKS } from '../words/wish-limits.ts';
import { minutesOfDay } from '../wish/week-ranges.ts';
import { endOfDay } from '../wish/read-until.ts';
import { VENUE_URL_LIMIT } from '../words/venue-url.ts';
import { RESERVED_HOURS } from '../room/reservation.ts';
import { millisOf, parseInstant, type Instant } from '../time/instant.ts';
import { isTimeZone } from '../time/moment.ts';
import type { TimeSlot } from '../time/time-slot.ts';
import { PERSON_LIMITS } from '../words/person-limits.ts';
import { PROPOSAL_STATUSES, PROPOSED_SLOTS_LIMIT } from '../words/proposal-words.ts';
import { PROBLEMS } from './problems.ts';

/*
 * Requests and responses of the HTTP API. The functions check requests against these schemas, the web app is typed by
 * them, and the OpenAPI document is generated from them. Unknown keys are refused everywhere. What a schema says when it
 * refuses is the rule, in words for the person who has to correct the request.
 */

export const JSON_BODY_LIMIT_BYTES = 16 * 1024;

// Beyond it the four-digit years of iCalendar come into sight, and certainly a mistake.
export const LAST_MILLIS = Date.UTC(2100, 0, 1);

const DATE_TIME_RULE = 'Give a date and time with an offset, before the year 2100, for example 2030-01-08T19:00:00Z';
const DURATION_RULE = `Choose ${DURATIONS_IN_WORDS} minutes`;
const TIME_ZONE_RULE = 'Give an IANA time zone, for example Asia/Kolkata';
const NOTE_RULE = `Write the note as text of at most ${NOTE_LIMIT} characters`;
const TOKEN_LIMIT = 1000;
const TOKEN_RULE = `Send the token of the link, of at most ${TOKEN_LIMIT} characters`;

const dateTime = z.pipe(
  z
    .string(DATE_TIME_RULE)
    .check(
      z.maxLength(40, DATE_TIME_RULE),
      z.meta({ format: 'date-time', description: 'Date and time with an offset (RFC 3339)', examples: ['2030-01-08T19:00:00Z'] }),
    ),
  z.transform((text, context): Instant => {
    const instant = parseInstant(text);
    if (instant && millisOf(instant) < LAST_MILLIS) return instant;
    context.issues.push({ code: 'custom', message: DATE_TIME_RULE, input: text });
    return z.NEVER;
  }),
);
const timeZone = z.string(TIME_ZONE_RULE).check(
  z.minLength(1, TIME_ZONE_RULE),
  z.maxLength(64, TIME_ZONE_RULE),
  z.refine(isTimeZone, TIME_ZONE_RULE),
  z.meta({
    description: 'IANA time zone, by its present or an older name; left out: the zoneinfo claim of the ID token',
    examples: ['Asia/Kolkata'],
  }),
);
const durationMinutes = z.literal(DURATIONS, DURATION_RULE).check(z.describe('Length in minutes'));
const allowOverlap = z.optional(
  z
    .boolean('Write allowOverlap as true or false')
    .check(z.describe('Also at a time at which the person has another session; without it such a time is refused with `overlap`')),
);
const lengthOf = (text: unknown): number => (typeof text === 'string' ? countCharacters(text) : 0);
const note = z
  .string(NOTE_RULE)
  .check(
    z.maxLength(NOTE_LIMIT, { error: ({ input }) => `${NOTE_RULE}: these are ${lengthOf(input)}` }),
    z.describe(`A few words to the other party, at most ${NOTE_LIMIT} characters`),
  );

const TOPIC_RULE = 'Choose one of the topics of this service, or leave it out';
const EXAM_RULE = 'Choose one of the exams of this service, or leave it out';
const LINE_RULE = `Write the line as text of at most ${PRACTICE_LINE_LIMIT} characters`;
const choice = (rule: string, what: string) =>
  z.string(rule).check(z.maxLength(CHOICE_LIMIT, rule), z.describe(`${what}; \`${ANY}\` or left out: any. \`/config.json\` has the list`));
const practice = {
  topic: z.optional(choice(TOPIC_RULE, 'What is practised, from the list of this service')),
  exam: z.optional(choice(EXAM_RULE, 'The exam, from the list of this service')),
  line: z.optional(
    z
      .string(LINE_RULE)
      .check(
        z.maxLength(PRACTICE_LINE_LIMIT, { error: ({ input }) => `${LINE_RULE}: these are ${lengthOf(input)}` }),
        z.describe(`A line to the guest, at most ${PRACTICE_LINE_LIMIT} characters; addresses, numbers and links are taken out`),
      ),
  ),
};
const MEETING_URL_RULE = 'Give the link as text, or null for none';
// What else is wrong with a link is said by the rule of `parseVenueUrl`, which knows the providers of this deployment.
const meetingUrl = z.nullable(
  z.string(MEETING_URL_RULE).check(
    z.maxLength(VENUE_URL_LIMIT, {
      error: ({ input }) => `Give a link of at most ${VENUE_URL_LIMIT} characters: these are ${lengthOf(input)}`,
    }),
    z.meta({
      format: 'uri',
      description: `Where the two meet: https, at a provider that the operator allows, at most ${VENUE_URL_LIMIT} characters`,
      examples: ['https://meet.jit.si/example'],
    }),
  ),
);

const REPEAT_RULE = `Give a whole number of weeks from 1 to ${MOST_REPEAT_WEEKS}`;
const PARTNER_RULE = 'Name a session in which you have practised with them: {"roomId": …}';

export const createRoomRequest = z.strictObject({
  startUtc: dateTime,
  durationMinutes,
  repeatWeeks: z.optional(
    z
      .int(REPEAT_RULE)
      .check(
        z.gte(1, REPEAT_RULE),
        z.lte(MOST_REPEAT_WEEKS, REPEAT_RULE),
        z.describe(
          'In so many weeks in a row the same session is opened, at the same time on the clock of your zone: all of them or none. Each is a session of its own',
        ),
      ),
  ),
  timeZone: z.optional(timeZone),
  ...practice,
  allowOverlap,
  meetingUrl: z.optional(meetingUrl),
  reservedFor: z.optional(
    z
      .strictObject(
        {
          roomId: z.uuid(PARTNER_RULE).check(z.describe('A booked session of yours that is over')),
          thenForEveryone: z.optional(
            z
              .boolean('Write thenForEveryone as true or false')
              .check(z.describe('Whether everyone may book it after that; without it a session that was not booked is cancelled')),
          ),
        },
        PARTNER_RULE,
      )
      .check(
        z.describe(
          `Reserves the session for the one with whom you have practised: they get a mail with a link to book it, and nobody else sees it for ${RESERVED_HOURS} hours`,
        ),
      ),
  ),
});
const DURATIONS_RULE = `Choose one or more lengths of ${DURATIONS_IN_WORDS} minutes, each once`;
const CLOCK_RULE = 'Give a time such as 18:30; 24:00 is midnight at the end of the day';
const WEEKDAY_RULE = `Choose a weekday: ${WEEKDAY_NAMES.join(', ')}`;
const WINDOWS_RULE = `Give 1 to ${WINDOWS_PER_WISH} times of the week as windows: [{"weekday": "monday", "from": "18:00", "to": "21:00"}]`;
const WINDOW_END_RULE =
  'Give an end later than the start on the same day; for a time over midnight give two windows, one until 24:00 and one from 00:00';
const UNTIL_RULE = 'Give a day such as 2030-01-08, or a date and time with an offset';
const timeOfDay = (description: string) =>
  z.string(CLOCK_RULE).check(
    z.refine((text) => minutesOfDay(text) !== undefined, CLOCK_RULE),
    z.meta({ description, examples: ['18:00'], pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' }),
  );
const wishWindow = z
  .strictObject({
    weekday: z.enum(WEEKDAY_NAMES, WEEKDAY_RULE),
    from: timeOfDay('On the clock of the zone'),
    to: timeOfDay('Later than `from`; the session is over by then'),
  })
  .check(
    z.refine(({ from, to }) => (minutesOfDay(from) ?? 0) < (minutesOfDay(to) ?? Infinity), { path: ['to'], message: WINDOW_END_RULE }),
  );
const until = z.pipe(
  z.string(UNTIL_RULE).check(
    z.maxLength(40, UNTIL_RULE),
    z.meta({
      description: `The last day on the clock of the zone, or an instant; at most ${WISH_WEEKS.most} weeks from now. Left out: ${WISH_WEEKS.usual} weeks`,
      examples: ['2030-01-08'],
    }),
  ),
  z.transform((text, context): ((zone: string) => Instant) => {
    const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
    const at = parseInstant(isDay ? `${text}T00:00Z` : text);
    if (at && millisOf(at) < LAST_MILLIS) return (zone) => (isDay ? (endOfDay(text, zone) ?? at) : at);
    context.issues.push({ code: 'custom', message: UNTIL_RULE, input: text });
    return z.NEVER;
  }),
);
export const createWishRequest = z.strictObject({
  topic: practice.topic,
  exam: practice.exam,
  durations: z.array(durationMinutes, DURATIONS_RULE).check(
    z.minLength(1, DURATIONS_RULE),
    z.maxLength(DURATIONS.length, DURATIONS_RULE),
    z.refine((lengths) => new Set(lengths).size === lengths.length, DURATIONS_RULE),
    z.describe('Lengths that fit, in minutes'),
  ),
  windows: z
    .array(wishWindow, WINDOWS_RULE)
    .check(
      z.minLength(1, WINDOWS_RULE),
      z.maxLength(WINDOWS_PER_WISH, WINDOWS_RULE),
      z.describe('When a whole session has to fit in. Windows that touch are one'),
    ),
  timeZone: z.optional(timeZone),
  until: z.optional(until),
});
export const setVenueRequest = z.strictObject({ meetingUrl });
export const bookRoomRequest = z.strictObject({ timeZone: z.optional(timeZone), allowOverlap });
const ownName = (rule: (typed: string) => string | undefined, limit: number, description: string) =>
  z.nullable(
    z.pipe(
      z.string('Write the name as text, or null for the one that you sign in with').check(
        // Far above the limit, so that what is wrong is said in words that count.
        z.maxLength(10 * limit, `Write at most ${limit} characters`),
        z.meta({ description }),
      ),
      z.transform((text, context): string => {
        const problem = rule(text);
        if (problem === undefined) return text.normalize('NFC').trim().replace(/\s+/gu, ' ');
        context.issues.push({ code: 'custom', message: problem, input: text });
        return z.NEVER;
      }),
    ),
  );
const REMINDERS_RULE = `Choose ${REMINDER_CHOICES.slice(0, -1).join(', ')} or ${REMINDER_CHOICES.at(-1)}`;
const LANGUAGE_RULE = `Choose ${LANGUAGES.slice(0, -1).join(', ')} or ${LANGUAGES.at(-1)}`;
/** What is left out stays as it is; null: what the sign-in says, or the default of the service. */
export const changeProfileRequest = z.strictObject({
  name: z.optional(ownName(problemOfOwnName, NAME_LIMIT, `Your whole name, at most ${NAME_LIMIT} characters. Nobody else sees it`)),
  givenName: z.optional(
    ownName(problemOfGivenName, GIVEN_NAME_LIMIT, `What the other party sees: one or two words, at most ${GIVEN_NAME_LIMIT} characters`),
  ),
  timeZone: z.optional(z.nullable(timeZone)),
  language: z.optional(z.nullable(z.enum(LANGUAGES, LANGUAGE_RULE)).check(z.describe('Of your mails'))),
  reminders: z.optional(
    z
      .nullable(z.enum(REMINDER_CHOICES, REMINDERS_RULE))
      .check(z.describe('When you are reminded of a session: a day before, an hour before')),
  ),
  refusedHosts: z.optional(
    z
      .literal('none', 'Write none, to let everybody with whom you have practised reserve a session for you')
      .check(z.describe('Ends each “no more from …”')),
  ),
});
export const noteRequest = z.strictObject({ text: note });
export const introductionRequest = z.strictObject({
  yes: z.boolean('Write yes as true or false').check(z.describe('Whether you want to exchange addresses with the other party')),
});
export const undoRequest = z.strictObject({ allowOverlap });
export const rescheduleRoomRequest = z.strictObject({ startUtc: dateTime, durationMinutes: z.optional(durationMinutes), allowOverlap });

const END_RULE = `Give an end that is ${DURATIONS_IN_WORDS} minutes after the start`;
const OPTIONS_RULE = `Give one to ${PROPOSED_SLOTS_LIMIT} times as options: [{"startUtc": …, "endUtc": …}]`;
const option = z
  .strictObject({ startUtc: dateTime, endUtc: dateTime })
  .check(z.refine(({ startUtc, endUtc }) => startUtc < endUtc, { path: ['endUtc'], message: END_RULE }));
const options = z
  .array(option, OPTIONS_RULE)
  .check(
    z.minLength(1, OPTIONS_RULE),
    z.maxLength(PROPOSED_SLOTS_LIMIT, OPTIONS_RULE),
    z.describe('The times, of which the other party may approve one. Give either these, or proposedStartUtc and proposedEndUtc'),
  );
export const approveRequest = z.strictObject({
  option: z.optional(option.check(z.describe('Which of several times is approved; needed where the proposal names more than one'))),
  allowOverlap,
});

const proposedTimes = {
  options: z.optional(options),
  proposedStartUtc: z.optional(dateTime.check(z.describe('The start of the one time, where one is proposed'))),
  proposedEndUtc: z.optional(dateTime.check(z.describe('The end of the one time, where one is proposed'))),
  note: z.optional(note),
};
interface ProposedTimes {
  readonly options?: readonly { readonly startUtc: Instant; readonly endUtc: Instant }[] | undefined;
  readonly proposedStartUtc?: Instant | undefined;
  readonly proposedEndUtc?: Instant | undefined;
}
const namesTimes = z.check<ProposedTimes>(({ value, issues }) => {
  for (const [field, message] of faultsOfTimes(value)) issues.push({ code: 'custom', path: [field], message, input: value });
});

/** A time is given in one of two forms, and whole. */
function faultsOfTimes({
  options: several,
  proposedStartUtc: start,
  proposedEndUtc: end,
}: ProposedTimes): readonly [keyof ProposedTimes, string][] {
  if (several) {
    const isBoth = start !== undefined || end !== undefined;
    return isBoth ? [['options', 'Give the times either as options, or as proposedStartUtc and proposedEndUtc']] : [];
  }
  if (start && end) return start < end ? [] : [['proposedEndUtc', END_RULE]];
  return [
    ...(start ? [] : [['proposedStartUtc', DATE_TIME_RULE] as const]),
    ...(end ? [] : [['proposedEndUtc', DATE_TIME_RULE] as const]),
  ].map(([field, rule]) => [field, rule]);
}

export const proposeRequest = z.strictObject({ ...proposedTimes, allowOverlap }).check(namesTimes);
export const proposeByLinkRequest = z
  .strictObject({
    token: z
      .string(TOKEN_RULE)
      .check(z.minLength(1, TOKEN_RULE), z.maxLength(TOKEN_LIMIT, { error: ({ input }) => `${TOKEN_RULE}: these are ${lengthOf(input)}` })),
    ...proposedTimes,
  })
  .check(namesTimes);

/** The times of a request in either form, as a command says them. */
export function readProposedSlots({ options: several, proposedStartUtc, proposedEndUtc }: ProposedTimes) {
  const single = proposedStartUtc && proposedEndUtc ? [{ startUtc: proposedStartUtc, endUtc: proposedEndUtc }] : [];
  const [first, ...alternatives] = (several ?? single).map(readOption);
  if (!first) throw new Error('A request that names no time was not refused');
  return { ...first, alternatives };
}

export const readOption = ({ startUtc, endUtc }: { readonly startUtc: Instant; readonly endUtc: Instant }): TimeSlot => ({
  startUtc,
  durationMinutes: (millisOf(endUtc) - millisOf(startUtc)) / 60_000,
});

const instant = z.iso.datetime();
const role = z.enum(ROLES);
const partstat = z.enum(PARTSTATS);
export const party = z.strictObject({ firstName: z.string().check(z.describe('Empty where there is none that may be shown')), partstat });

const optionView = z.strictObject({ startUtc: instant, endUtc: instant });

export const proposalView = z.strictObject({
  id: z.string(),
  by: role,
  proposedStartUtc: instant,
  proposedEndUtc: instant,
  options: z.array(optionView).check(z.describe('All times of it, proposedStartUtc first; once one is approved, that is the first')),
  note: z.string(),
  status: z.enum([...PROPOSAL_STATUSES, OTHER]),
  expiresAt: instant,
  decisionAt: z.nullable(instant),
});

export const historyView = z.strictObject({
  at: instant,
  event: z.enum([...HISTORY_EVENTS, OTHER]).check(z.describe(`\`${OTHER}\`: a newer version of the service knows what`)),
  by: z.enum([...ROLES, 'system']),
  name: z.nullable(z.string()),
  icsSequence: z.int().check(z.nonnegative()),
  startUtc: z.nullable(instant),
  durationMinutes: z.nullable(z.literal(DURATIONS)),
  alternatives: z.optional(
    z
      .array(z.strictObject({ startUtc: instant, durationMinutes: z.int() }))
      .check(z.describe('Further times of a suggestion that named several')),
  ),
  note: z.string().check(z.describe('What they wrote with it; empty if nothing')),
});

export const roomView = z.strictObject({
  id: z.uuid(),
  status: z.enum(ROOM_STATUSES),
  startUtc: instant,
  endUtc: instant,
  durationMinutes: z.literal(DURATIONS),
  icsSequence: z.int().check(z.nonnegative()),
  topic: z.nullable(z.string()).check(z.describe('What is practised; null: any')),
  exam: z.nullable(z.string()).check(z.describe('Null: any')),
  line: z.string().check(z.describe("The host's line to the guest; empty if none")),
  role: z.nullable(role).check(z.describe('Of the person who asks')),
  host: party,
  guest: z.nullable(party),
  otherTimeZone: z.optional(
    z
      .nullable(z.string())
      .check(
        z.describe(
          "The other party's zone, so that both clocks can be shown; of an open session its host's. Lists of other people's sessions leave it out",
        ),
      ),
  ),
  reservedFor: z.optional(
    z
      .strictObject({
        firstName: z.string().check(z.describe('Empty where there is none that may be shown')),
        until: instant,
        thenForEveryone: z.boolean(),
      })
      .check(z.describe('For whom alone the session is until it is booked; for its host only')),
  ),
  reservedForYouUntil: z.optional(instant.check(z.describe('Before then nobody else can book it'))),
  isForTwoOnly: z.optional(
    z.boolean().check(z.describe('Of a booked session: if the guest drops out, it is cancelled, because it was reserved for them alone')),
  ),
  undoUntil: z.optional(
    instant.check(z.describe('Before then you can take back that you cancelled or left: see POST /api/rooms/{id}/undo')),
  ),
  meetingUrl: z.optional(
    z.nullable(z.string()).check(z.describe('Where the two meet; null: nobody has said. For the two of them only, from the booking on')),
  ),
  ownMeetingUrl: z.optional(z.nullable(z.string()).check(z.describe('The link that the host gave; for the host only'))),
  introduction: z.optional(
    z
      .strictObject({
        askedByYou: z.boolean(),
        askedByOther: z.boolean(),
        isDone: z.boolean().check(z.describe('Each was mailed the address of the other')),
      })
      .check(z.describe('Who asked to exchange addresses; for the two people of a booked session only')),
  ),
  proposals: z.optional(z.array(proposalView).check(z.describe('For the two people of the session only'))),
  history: z.optional(z.array(historyView).check(z.describe('For the two people of the session only'))),
});

export const wishView = z.strictObject({
  id: z.uuid(),
  topic: z.nullable(z.string()).check(z.describe('Null: any')),
  exam: z.nullable(z.string()).check(z.describe('Null: any')),
  durations: z.array(z.literal(DURATIONS)),
  windows: z.array(z.strictObject({ weekday: z.enum(WEEKDAY_NAMES), from: z.string(), to: z.string() })),
  timeZone: z.string().check(z.describe('Of the windows')),
  until: instant.check(z.describe('Sessions that begin before then')),
  createdAt: instant,
});
export const wishList = z.strictObject({ wishes: z.array(wishView).check(z.describe('The oldest first')) });

const openedWeek = z.strictObject({ id: z.uuid(), startUtc: instant, endUtc: instant });
/** The first of them, and where there are several all of them. */
export const roomOpened = z.extend(roomView, {
  weekly: z.optional(z.array(openedWeek).check(z.describe('Where the session repeats: all sessions that are open now, the soonest first'))),
});

const countByChoice = z.record(z.string(), z.int());
const choiceCounts = z.strictObject({
  topic: countByChoice,
  exam: countByChoice,
  durationMinutes: countByChoice,
  weekdays: countByChoice,
  partOfDay: countByChoice,
});
export const roomList = z.strictObject({
  rooms: z.array(roomView),
  cursor: z.nullable(z.string()).check(z.describe('Asks for the next page; null on the last')),
  counts: z.optional(
    z
      .nullable(choiceCounts)
      .check(z.describe('What each choice would show, the other filters as they are; null where there are too many to count')),
  ),
});
export const pastHistory = z.strictObject({
  history: z.array(historyView).check(z.describe('Oldest first')),
  cursor: z.nullable(z.string()).check(z.describe('Asks for what happened before; null where there is nothing')),
});
const kept = z.array(z.unknown());
/** Rows as they are kept. Their columns are not part of the contract: they grow with the service. */
const exportedSession = z.strictObject({
  id: z.string(),
  session: z.nullable(roomView),
  asKept: kept.check(z.describe('What the session keeps of you')),
  mailToThem: kept.check(z.describe('Mail to you, and what became of it')),
  answersOfThem: kept.check(z.describe('Mail from you about the session, and what became of it')),
  proposalsOfThem: kept.check(z.describe('What you suggested')),
  doneByThem: kept.check(z.describe('What you did')),
});
export const exportedPart = z.strictObject({
  profile: z.unknown().check(z.describe('What is kept of you beside sessions; null where there is nothing, and on later pages')),
  sessions: z.array(exportedSession),
  wishes: z.array(wishView).check(z.describe('Your standing wishes; empty on later pages')),
  cursor: z.nullable(z.string()).check(z.describe('Asks for the next page; null on the last')),
});
export const proposalCreated = z.strictObject({ proposalId: z.string(), room: roomView });
/** A proposal by link comes from somebody who is not signed in. The answer is about the proposal alone. */
export const proposedByLink = z.strictObject({
  proposalId: z.string(),
  status: z.enum([...PROPOSAL_STATUSES, OTHER]),
  proposedStartUtc: instant,
  proposedEndUtc: instant,
  options: z.array(optionView),
  expiresAt: instant,
});

/** For people who are not signed in: no name, no id. */
export const roomPreview = z.strictObject({
  sessions: z.array(z.strictObject({ startUtc: instant, durationMinutes: z.literal(DURATIONS) })).check(z.describe('The soonest first')),
});
export const ownProfile = z.strictObject({
  name: z.string().check(z.describe('Your whole name; empty: your account gives none. Nobody else sees it')),
  givenName: z.string().check(z.describe('What the other party sees; empty: they read “your partner”')),
  timeZone: z.nullable(z.string()).check(z.describe('In which you are mailed; null: that of each session')),
  language: z.enum(LANGUAGES).check(z.describe('In which you are mailed')),
  reminders: z.enum(REMINDER_CHOICES),
  chosen: z
    .strictObject({ name: z.boolean(), givenName: z.boolean(), timeZone: z.boolean(), language: z.boolean(), reminders: z.boolean() })
    .check(z.describe('What you chose here; the rest is what you sign in with, or the default of the service')),
  hasFeed: z.boolean().check(z.describe('Whether there is a calendar feed of you. Its address is shown once: see POST /api/me/feed')),
  refusedHosts: z.int().check(z.describe('How many hosts may reserve no session for you')),
  limits: z
    .array(
      z.strictObject({
        limit: z.enum(PERSON_LIMITS),
        allowed: z.int(),
        left: z.int(),
        moreAt: z.nullable(instant).check(z.describe('When the next of it comes back; null while nothing is used')),
      }),
    )
    .check(z.describe('What you may still do: sessions that you hold at a time, and what you do within 24 hours')),
});
export const feedOpened = z.strictObject({
  url: z
    .url()
    .check(
      z.describe('For calendar programs. Keep it: no other answer has it. Everyone who has it can read the sessions and where they meet'),
    ),
});
export const erasureAsked = z.strictObject({ askedAt: instant.check(z.describe('When it was asked for the first time')) });

/** A session of the person who asks, at the time that they asked for. */
export const overlappingSession = z.strictObject({
  id: z.uuid(),
  role,
  startUtc: instant,
  endUtc: instant,
  durationMinutes: z.int(),
});

/** RFC 9457 problem details, with a stable `code`. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().check(z.meta({ enum: Object.keys(PROBLEMS) })),
  detail: z.optional(z.string()),
  errors: z.optional(z.array(z.strictObject({ field: z.string(), message: z.string() }))),
  endsAt: z.optional(instant).check(z.describe('When the request may succeed (`person-limit`, `paused`)')),
  sessions: z.optional(z.array(overlappingSession)).check(z.describe('Your other sessions at that time (`overlap`)')),
  opened: z.optional(z.array(openedWeek)).check(z.describe('What was done before it went wrong (`weekly-unfinished`)')),
  requestId: z.optional(z.string()),
});

export type OverlappingSession = z.infer<typeof overlappingSession>;
export type RoomView = z.infer<typeof roomView>;
export type WishView = z.infer<typeof wishView>;
export type WishList = z.infer<typeof wishList>;
/** As a client writes it. */
export type CreateWishRequest = z.input<typeof createWishRequest>;
export type RoomOpened = z.infer<typeof roomOpened>;
export type OpenedWeek = z.infer<typeof openedWeek>;
export type RoomList = z.infer<typeof roomList>;
export type ProposalView = z.infer<typeof proposalView>;
export type HistoryView = z.infer<typeof historyView>;
export type PastHistory = z.infer<typeof pastHistory>;
export type ExportedPart = z.infer<typeof exportedPart>;
export type ProposalCreated = z.infer<typeof proposalCreated>;
export type ProposedByLink = z.infer<typeof proposedByLink>;
export type RoomPreview = z.infer<typeof roomPreview>;
export type ErasureAsked = z.infer<typeof erasureAsked>;
export type OwnProfile = z.infer<typeof ownProfile>;
/** As a client writes it. */
export type ChangeProfileRequest = z.input<typeof changeProfileRequest>;
export type FeedOpened = z.infer<typeof feedOpened>;
export type Problem = z.infer<typeof problem>;
/** As a client writes them. */
export type CreateRoomRequest = z.input<typeof createRoomRequest>;
export type RescheduleRoomRequest = z.input<typeof rescheduleRoomRequest>;
export type ProposeRequest = z.input<typeof proposeRequest>;
