import { runCommand } from '../../../functions/platform/rooms/run-command.ts';
import { readableText } from '../../../prove/judges/mail-text.ts';
import type { Command } from '../../../shared/room/command.ts';
import { emptyCalendar, receive, type Calendar } from '../../support/calendar.ts';
import { wordsOf } from '../../support/inbound.ts';
import { mailroom, type Mailroom } from '../../support/mailroom.ts';
import { ashaBooks, bensRoom, existing, seed } from '../../support/rooms.ts';
import { checkCalendars, checkFact, proposalCalled } from '../facts.ts';
import { compareWords } from '../outcome.ts';
import type { Dialogue, Step } from '../read-dialogues.ts';
import { commandIn, minutesIn, people } from '../sentences.ts';
import { arrivalIn, type Arrival } from './arriving-mail.ts';
import { readMailThatLeft, type ReadMail } from './mail-that-left.ts';

/*
 * A dialogue is played from raw mail to raw mail: what comes in goes through the reader of mail, and what is compared are the bytes
 * that SES took.
 */

interface Play {
  readonly room: Mailroom;
  readonly mails: ReadMail[];
  readonly calendars: Record<string, Calendar>;
  steps: number;
  /** The mail that came in last. */
  lastArrival: Arrival | null;
}

export const AS_WRITTEN = 'as written';

/** Plays a dialogue. Answers AS_WRITTEN, or else the first line that does not hold, with what came instead. */
export async function playByMail({ steps }: Dialogue, file: string): Promise<string> {
  const calendars = Object.fromEntries(people.map(([name]) => [name, emptyCalendar]));
  const play: Play = { room: mailroom(), mails: [], calendars, steps: 0, lastArrival: null };
  for (const step of steps) {
    try {
      await PLAYED[step.kind](play, step);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return `${file}:${step.line.number}  ${step.line.text}\n${why}`;
    }
  }
  return AS_WRITTEN;
}

const PLAYED: Record<Step['kind'], (play: Play, step: Step) => Promise<void>> = { given, does, looks };

const BEFORE: Readonly<Record<string, readonly Command[]>> = {
  'given an open room': [bensRoom],
  'given a booked room': [bensRoom, ashaBooks],
};

async function given(play: Play, { sentence }: Step): Promise<void> {
  const commands = BEFORE[sentence];
  if (!commands) throw new Error(`  not one of: ${Object.keys(BEFORE).join(', ')}`);
  await play.room.office.decide(...commands);
  await deliver(play);
}

async function does(play: Play, step: Step): Promise<void> {
  const pause = /^wait (?<time>\S+)$/.exec(step.sentence)?.groups?.['time'];
  if (pause !== undefined) {
    play.room.world.advance(minutesIn(pause));
    return;
  }
  if (!step.atOnce && play.steps > 0) play.room.world.advance(1);
  play.steps += 1;
  const answer = await perform(play, step.sentence);
  const left = await deliver(play);
  const words = [...answer, ...left.map((mail) => mail.words)];
  compareWords(step.expected, words.length === 0 ? ['no mail'] : words);
}

/** What does not show in the mail: the words for an answer that changed nothing. */
async function perform(play: Play, sentence: string): Promise<readonly string[]> {
  const arrival = sentence === 'again' ? play.lastArrival : await arrivalIn(play.room, sentence, `answer${play.steps}`);
  if (arrival) {
    play.lastArrival = arrival;
    const outcome = wordsOf(await play.room.receive(arrival.raw, arrival.dmarc));
    return outcome === 'applied' ? [] : [outcome];
  }
  const click = /^click (?<purpose>[a-z-]+) as (?<who>[a-z]+)$/.exec(sentence)?.groups;
  if (click) {
    await play.room.press(newestLink(play, click['purpose'] ?? '', click['who'] ?? ''));
    return [];
  }
  return decide(play, sentence);
}

function newestLink({ mails }: Play, purpose: string, who: string): URL {
  const url = mails.findLast(({ to, links }) => to === who && links.has(purpose))?.links.get(purpose);
  if (!url) throw new Error(`  no mail to ${who} has a link to ${purpose}`);
  return url;
}

/** What somebody does in the app. */
async function decide({ room, steps }: Play, sentence: string): Promise<readonly string[]> {
  const { room: before } = await room.office.room();
  const proposals = before.status === 'uncreated' ? [] : before.proposals;
  const moment = { at: room.world.now(), seed: seed(steps + 100), nextProposal: `p${proposals.length + 1}` };
  const command = commandIn(sentence, moment);
  const named = 'proposalId' in command && proposalCalled(existing(before), command.proposalId);
  const { stores, deps, log } = room.office;
  const meant = named ? { ...command, proposalId: named.id } : command;
  const outcome = await runCommand({ rooms: stores.rooms, hints: deps.hints, log }, bensRoom.id, meant);
  return outcome.kind === 'changed' ? [] : [outcome.kind === 'refused' ? `refused ${outcome.reason}` : 'unchanged'];
}

/** All mail that is owed leaves and reaches the calendars. Gives what left. */
async function deliver(play: Play): Promise<readonly ReadMail[]> {
  const { room, mails, calendars } = play;
  await room.office.untilQuiet();
  const left = await Promise.all(room.left.slice(mails.length).map(readMailThatLeft));
  mails.push(...left);
  for (const { to, calendar } of left) if (calendar) calendars[to] = receive(calendars[to] ?? emptyCalendar, calendar);
  checkAddresses(room);
  checkCalendars(await standing(play));
  return left;
}

const standing = async ({ room, calendars }: Play) => ({ room: (await room.office.room()).room, now: room.world.now(), calendars });

function checkAddresses({ left }: Mailroom): void {
  for (const { to, bytes } of left) {
    const text = readableText(Buffer.from(bytes)).toLowerCase();
    const foreign = people.find(([, { email }]) => email !== to && text.includes(email));
    if (foreign) throw new Error(`  a mail to ${to} holds the address of ${foreign[0]}`);
  }
}

async function looks(play: Play, { sentence }: Step): Promise<void> {
  checkFact(await standing(play), sentence);
}
