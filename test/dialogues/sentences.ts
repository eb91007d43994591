import type { WishId } from '../../shared/words/ids.ts';
import type { PartStat } from '../../shared/words/itip.ts';
import { type DurationMinutes, isDuration } from '../../shared/words/durations.ts';
import type { RoomId, Uid } from '../../shared/words/ids.ts';
import type { Actor, Command } from '../../shared/room/command.ts';
import { reserve } from '../../shared/room/reservation.ts';
import type { Person } from '../../shared/room/person.ts';
import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import { ATTENDANCES } from '../../shared/words/afterwards-words.ts';
import { asha, bensRoom, ben, dina, instant, mallory, ownVenue, proposalId } from '../support/rooms.ts';

/*
 * The sentences of a step, each with the command that it means.
 */

export interface Moment {
  readonly at: Instant;
  readonly seed: string;
  /** The name that a proposal made now would get. */
  readonly nextProposal: string;
}

type Words = Readonly<Record<string, string | undefined>>;

const WHO = '(?<who>[a-z]+)';
const WHEN = '(?<when>\\S+)';
/** Further times of a proposal. */
const MORE = '(?<more>(?: or \\S+)*)';
const NOTE = '(?: "(?<note>.*)")?';
const WRITTEN = '(?<written> written PT\\w+ ago| without dtstamp)?';

const SENTENCES: readonly (readonly [pattern: string, command: (words: Words, now: Moment) => Command])[] = [
  [`${WHO} opens ${WHEN}`, (words, now) => ({ type: 'create', ...room(words), ...whole(words.when), ...asked(now) })],
  [`${WHO} opens ${WHEN} for (?<whom>[a-z]+)(?<then>, then for everyone)?`, reserving],
  [`${WHO} says no to it`, (words, now) => ({ type: 'decline-reservation', by: invited(words), ...asked(now) })],
  [`${WHO} books`, ({ who }, now) => ({ type: 'book', guest: personCalled(who), ...asked(now) })],
  [`${WHO} reschedules to ${WHEN}`, (words, now) => ({ type: 'reschedule', by: inApp(words), ...move(words.when), ...asked(now) })],
  [`${WHO} (?<verb>cancels|leaves) in the app`, (words, now) => ({ ...ending(words), by: inApp(words), undoSeconds: 60, ...asked(now) })],
  [`${WHO} takes it back`, (words, now) => ({ type: 'undo', by: inApp(words), ...asked(now) })],
  [`${WHO} gives a link`, (words, now) => ({ type: 'set-venue', by: inApp(words), venueUrl: ownVenue, ...asked(now) })],
  [`${WHO} takes his link back`, (words, now) => ({ type: 'set-venue', by: inApp(words), venueUrl: null, ...asked(now) })],
  [`${WHO} cancels`, (words, now) => ({ type: 'cancel', by: inApp(words), ...asked(now) })],
  [`${WHO} leaves`, (words, now) => ({ type: 'leave', by: inApp(words), ...asked(now) })],
  [`${WHO} proposes ${WHEN}${MORE}${NOTE}`, (words, now) => ({ ...proposal(words, now), by: inApp(words), via: 'app' })],
  [`form from ${WHO} ${WHEN}${MORE}${NOTE}`, (words, now) => ({ ...proposal(words, now), by: invited(words), via: 'form' })],
  [`${WHO} (?<verb>approves|declines) (?<p>p\\d+)(?: at ${WHEN})?`, (words, now) => decision(words, inApp(words), now)],
  [`click (?<verb>approve|decline) (?<p>p\\d+)(?: at ${WHEN})? as ${WHO}`, (words, now) => decision(words, invited(words), now)],
  [`mail from ${WHO} REPLY (?<partstat>ACCEPTED|TENTATIVE|DECLINED) seq (?<seq>\\d+)${WRITTEN}${NOTE}`, reply],
  [`mail from ${WHO} COUNTER seq (?<seq>\\d+) ${WHEN}(?: instead of (?<old>\\S+))?(?<by> by Thunderbird)?${WRITTEN}${NOTE}`, counter],
  [`mail to ${WHO} (?<fate>bounces|is reported as unwanted)`, failedMail],
  [`click restore as ${WHO}`, (words, now) => ({ type: 'restore', by: invited(words), ...asked(now) })],
  [`${WHO} writes${NOTE}`, (words, now) => ({ type: 'write-note', by: inApp(words), text: words['note'] ?? '', ...asked(now) })],
  [`${WHO} (?<verb>asks|no longer asks) to be introduced`, (words, now) => ({ ...introduction(words), by: inApp(words), ...asked(now) })],
  [`${WHO} says how it went: (?<what>took place|partner absent|agreed otherwise)(?<again>, again)?${NOTE}`, answerAfterwards],
  ['the service looks at the time', (_, now) => ({ type: 'catch-up', reminders: { host: 'both', guest: 'both' }, ...asked(now) })],
  [`the service finds that ${WHO} wishes for it`, wishing],
  [`mail from ${WHO} REFRESH`, (words, now) => ({ type: 'resend', by: invited(words), ...asked(now) })],
];

function wishing({ who }: Words, now: Moment): Command {
  const { at, seed } = asked(now);
  const wisher = { person: personCalled(who), wishId: 'a-wish' as WishId, wishedAt: at, wishedUntil: at };
  const look = { kind: 'look', openedAt: at, notBefore: at, after: null, looks: 0 } as const;
  return { type: 'ask-wishers', look, wishers: [wisher], next: null, at, seed };
}

/** The command that a sentence means. Throws when there is no such sentence. */
export function commandIn(sentence: string, now: Moment): Command {
  for (const [pattern, command] of SENTENCES) {
    const match = new RegExp(`^${pattern}$`).exec(sentence);
    if (match) return command(match.groups ?? {}, now);
  }
  throw new Error(`no such sentence: "${sentence}"`);
}

const PEOPLE: Readonly<Record<string, Person>> = { ben, asha, dina, mallory };
export const people: readonly (readonly [name: string, person: Person])[] = Object.entries(PEOPLE);

export function personCalled(name = ''): Person {
  const person = PEOPLE[name];
  if (!person) throw new Error(`nobody is called "${name}"`);
  return person;
}

/** `2030-01-15T18:00Z/PT60M`, or the start alone. */
function parsedWhen(text = ''): { startUtc: Instant; minutes: number | null } {
  const [start = '', length] = text.split('/');
  return { startUtc: instant(start), minutes: length === undefined ? null : minutesIn(length) };
}

/** The minutes of an ISO 8601 duration in days, hours and minutes. */
export function minutesIn(duration: string): number {
  const words = /^P(?:(?<d>\d+)D)?(?:T(?:(?<h>\d+)H)?(?:(?<m>\d+)M)?)?$/.exec(duration)?.groups;
  if (!words) throw new Error(`not a duration: "${duration}"`);
  return Number(words['d'] ?? 0) * 1440 + Number(words['h'] ?? 0) * 60 + Number(words['m'] ?? 0);
}

const introduction = ({ verb }: Words) => ({ type: 'introduce' as const, yes: verb === 'asks' });

const asked = ({ at, seed }: Moment) => ({ at, seed });

const ending = ({ verb }: Words) => ({ type: verb === 'cancels' ? ('cancel' as const) : ('leave' as const) });

const inApp = ({ who }: Words): Actor => ({ sub: personCalled(who).sub });

const invited = ({ who }: Words): Actor => ({ role: who === 'ben' ? 'host' : 'guest', email: personCalled(who).email });

const room = ({ who }: Words): { id: RoomId; uid: Uid; host: Person } => ({ id: bensRoom.id, uid: bensRoom.uid, host: personCalled(who) });

function reserving(words: Words, now: Moment): Command {
  const reservedFor = reserve(personCalled(words['whom']), words['then'] !== undefined, now.at);
  return { type: 'create', ...room(words), ...whole(words['when']), reservedFor, ...asked(now) };
}

const move = (when = '') => {
  const { startUtc, minutes } = parsedWhen(when);
  return { startUtc, durationMinutes: minutes === null ? null : allowed(minutes) };
};

const whole = (when = '') => {
  const { startUtc, minutes } = parsedWhen(when);
  return { startUtc, durationMinutes: allowed(minutes ?? 0) };
};

function allowed(minutes: number): DurationMinutes {
  if (!isDuration(minutes)) throw new Error(`a room cannot be ${minutes} minutes long`);
  return minutes;
}

const proposal = ({ when, more = '', note }: Words, now: Moment) => {
  const [first, ...alternatives] = [when, ...more.split(' or ').slice(1)].map(parsedWhen).map(({ startUtc, minutes }) => ({
    startUtc,
    durationMinutes: minutes,
  }));
  if (!first) throw new Error('no time was proposed');
  const id = proposalId(now.nextProposal);
  const times = { ...first, ...(alternatives.length > 0 && { alternatives }) };
  return { type: 'propose' as const, id, ...times, note: note ?? '', counter: null, ...asked(now) };
};

function decision({ verb = '', p = '', when }: Words, by: Actor, now: Moment): Command {
  const decided = { by, proposalId: proposalId(p), ...asked(now) };
  if (!verb.startsWith('approve')) return { type: 'decline-proposal', ...decided };
  return { type: 'approve', ...decided, ...(when !== undefined && { slot: whole(when) }) };
}

function reply(words: Words, now: Moment): Command {
  const order = { sequence: Number(words['seq']), dtstamp: writtenAt(words, now), receivedAt: now.at };
  const partstat = words['partstat'] as Exclude<PartStat, 'NEEDS-ACTION'>;
  return { type: 'reply', by: invited(words), partstat, order, note: words['note'] ?? '', ...asked(now) };
}

function answerAfterwards(words: Words, now: Moment): Command {
  const attendance = ATTENDANCES.find((one) => one === words['what']?.replace(' ', '-'));
  if (attendance === undefined) throw new Error(`no such answer: "${words['what']}"`);
  const said = { attendance, useful: null, line: words['note'] ?? '', again: words['again'] !== undefined };
  return { type: 'answer-afterwards', by: inApp(words), ...said, ...asked(now) };
}

function failedMail({ who, fate }: Words, now: Moment): Command {
  const event = fate === 'bounces' ? 'mail-bounced' : 'mail-complained';
  return { type: 'record-failed-mail', to: who === 'ben' ? 'host' : 'guest', email: personCalled(who).email, event, ...asked(now) };
}

function counter(words: Words, now: Moment): Command {
  const origin = { sequence: Number(words['seq']), understandsDeclineCounter: words['by'] !== undefined };
  const originalStartUtc = words['old'] === undefined ? null : instant(words['old']);
  const order = { dtstamp: writtenAt(words, now), receivedAt: now.at };
  return { ...proposal(words, now), by: invited(words), via: 'counter', counter: { ...origin, ...order, originalStartUtc } };
}

function writtenAt({ written }: Words, { at }: Moment): Instant | null {
  if (written === undefined) return at;
  const duration = / written (?<ago>\S+) ago/.exec(written)?.groups?.['ago'];
  return duration === undefined ? null : instantAt(millisOf(at) - minutesIn(duration) * 60_000);
}
