import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalStack, type Answer, type Caller, type LocalStack, type Mail } from '../../test/support/local-stack.ts';
import { until } from '../../test/support/until.ts';
import type { Result } from '../figure.ts';
import { readCalendar } from '../judges/calendar.ts';
import { createRandom, type Random } from '../world/random.ts';
import { serveTrial, type LiveTrial } from './run-live.ts';

const KILLS = 1000;
const FEWEST_KILLS = 2;
/** Pairs of people who book at once. */
const PAIRS = 4;
/** A stack lives until so many have booked, and then as many milliseconds as chance says. */
const MOST_BOOKINGS = 16;
const LONGEST_MILLIS = 2500;
const FIVE_MINUTES = 300_000;
const DAY = 86_400_000;

/** A room that its guest asked to book. Its start is its own, so that it tells its mails. */
interface Booking {
  readonly id: string;
  readonly start: number;
  readonly host: string;
  readonly guest: string;
  isAcknowledged: boolean;
}

async function killOnAndOn({ seed, millis }: LiveTrial): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'killed-stacks-'));
  const deadline = performance.now() + millis;
  const random = createRandom(seed);
  const bookings: Booking[] = [];
  const starts: number[] = [];
  const broken: string[] = [];
  let seen = 0;
  try {
    for (let kill = 0; kill < KILLS && broken.length === 0 && (kill < FEWEST_KILLS || performance.now() < deadline); kill++) {
      const begun = performance.now();
      const stack = await startLocalStack({ directory });
      starts.push(performance.now() - begun);
      // Those of the last life; all of them are looked for in the end.
      broken.push(...(await findLost(stack, bookings.slice(seen))).map((wrong) => `seed ${seed}, after kill ${kill}: ${wrong}`));
      seen = bookings.length;
      broken.push(...(await bookUntilKilled(stack, { life: kill, bookings, random })));
    }
    broken.push(...(await findWrongMail(directory, bookings)).map((wrong) => `seed ${seed}, in the end: ${wrong}`));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return { tried: starts.length, broken, notes: notesOf(bookings, starts) };
}

interface Life {
  readonly life: number;
  readonly bookings: Booking[];
  readonly random: Random;
}

/** One life of the stack. Gives what was refused while it lived. */
async function bookUntilKilled(stack: LocalStack, { life, bookings, random }: Life): Promise<readonly string[]> {
  const enough = countAcknowledged(bookings) + 1 + random.below(MOST_BOOKINGS);
  const killed = new AbortController();
  const load = Array.from({ length: PAIRS }, async (_, pair): Promise<readonly string[]> => {
    try {
      const host = await stack.signIn(`host-${life}-${pair}@mail.example`, 'Ben Carter', 'Europe/London');
      const guest = await stack.signIn(`guest-${life}-${pair}@mail.example`, 'Asha Raman', 'Asia/Kolkata');
      while (!killed.signal.aborted) await bookOne(host, guest, bookings);
      return [];
    } catch (error) {
      return killed.signal.aborted ? [] : [`a pair could not go on: ${String(error)}`];
    }
  });
  await Promise.race([
    ...load,
    until(
      'bookings',
      async () => countAcknowledged(bookings),
      (count) => count >= enough,
    ),
  ]);
  await new Promise((resolve) => setTimeout(resolve, random.below(LONGEST_MILLIS)));
  killed.abort();
  await stack.kill();
  return (await Promise.all(load)).flat();
}

const countAcknowledged = (bookings: readonly Booking[]): number => bookings.filter(({ isAcknowledged }) => isAcknowledged).length;

async function bookOne(host: Caller, guest: Caller, bookings: Booking[]): Promise<void> {
  const start = nextStart();
  const opened = await host.api('POST', '/api/rooms', { startUtc: new Date(start).toISOString(), ...FORM });
  if (opened.status !== 201) throw new Error(`A room was answered ${opened.status} ${JSON.stringify(opened.body)}`);
  const booking: Booking = { id: opened.body.id, start, host: host.email, guest: guest.email, isAcknowledged: false };
  bookings.push(booking);
  const booked = await guest.api('POST', `/api/rooms/${booking.id}/booking`, { timeZone: 'Asia/Kolkata', allowOverlap: true });
  if (booked.status !== 200) throw new Error(`A booking was answered ${booked.status} ${JSON.stringify(booked.body)}`);
  booking.isAcknowledged = true;
}

const FORM = { durationMinutes: 30, timeZone: 'Europe/London', allowOverlap: true };

let lastStart = Math.ceil(Date.now() / DAY + 2) * DAY;

function nextStart(): number {
  lastStart += FIVE_MINUTES;
  return lastStart;
}

/** What was acknowledged and is not there. */
async function findLost(stack: LocalStack, bookings: readonly Booking[]): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const booking of bookings) {
    const { status, body } = await readRoom(stack, booking);
    if (status !== 200 || (booking.isAcknowledged && body.status !== 'booked')) lost.push(`room ${booking.id} is ${body.status ?? status}`);
  }
  return lost;
}

async function readRoom(stack: LocalStack, { id, host }: Booking): Promise<Answer> {
  const { api } = await stack.signIn(host, 'Ben Carter', 'Europe/London');
  return api('GET', `/api/rooms/${id}`);
}

/** Each booked room has mailed both, once, or twice in the same bytes. The clock is half an hour on, so that nothing waits for a lease. */
async function findWrongMail(directory: string, bookings: readonly Booking[]): Promise<readonly string[]> {
  const stack = await startLocalStack({ directory, flags: ['--clock-offset', 'PT30M'] });
  try {
    const lost = await findLost(stack, bookings);
    for (let sweep = 0; sweep < 3; sweep++) {
      await stack.runSchedules();
      await stack.quiet('MailQueue');
    }
    const mails = await readMails(stack, await stack.mails(0));
    const wrongs: string[] = [];
    for (const booking of bookings)
      if ((await readRoom(stack, booking)).body.status === 'booked')
        wrongs.push(...wrongsOf(booking, mails.get(booking.start) ?? []).map((wrong) => `room ${booking.id}: ${wrong}`));
    return [...lost, ...wrongs];
  } finally {
    await stack.stop();
  }
}

interface KeptMail {
  readonly to: string;
  readonly raw: Buffer;
}

/** All calendar mails, by the start of their session. */
async function readMails(stack: LocalStack, mails: readonly Mail[]): Promise<ReadonlyMap<number, readonly KeptMail[]>> {
  const byStart = new Map<number, KeptMail[]>();
  for (const { id, to } of mails) {
    const raw = await stack.raw(id);
    const start = readCalendar(raw)?.start ?? 0;
    byStart.set(start, [...(byStart.get(start) ?? []), { to, raw }]);
  }
  return byStart;
}

function wrongsOf({ host, guest }: Booking, mails: readonly KeptMail[]): readonly string[] {
  return [host, guest].flatMap((person) => {
    const [first, ...others] = mails.filter(({ to }) => to === person);
    if (first === undefined) return [`${person} has no invitation`];
    return others.every(({ raw }) => raw.equals(first.raw)) ? [] : [`${person} has an invitation twice, in different bytes`];
  });
}

// How soon a stack is ready again depends on what else the machine does: it is said, and not judged.
function notesOf(bookings: readonly Booking[], [, ...again]: readonly number[]): readonly string[] {
  const acknowledged = countAcknowledged(bookings);
  return [
    `${acknowledged} bookings acknowledged, ${bookings.length - acknowledged} cut off`,
    `ready again after ${seconds(median(again))} s at the median, ${seconds(Math.max(0, ...again))} s at most (3 s wanted)`,
  ];
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

const seconds = (millis: number): string => (millis / 1000).toFixed(1);

await serveTrial(killOnAndOn);
