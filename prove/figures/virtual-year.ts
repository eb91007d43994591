import type { Figure, Trial } from '../figure.ts';
import { readCalendar } from '../judges/calendar.ts';
import { readableText } from '../judges/mail-text.ts';
import { wrongsAtTheEnd } from '../judges/truth.ts';
import { beginNotBefore, findJudgedTables, roomsTableOf, settleAll, startSimulation } from '../scene.ts';
import { type Attempt, tryFromSeeds } from '../try-from-seeds.ts';
import { createRandom, type Random } from '../world/random.ts';
import { SimulatedPerson } from '../world/simulated-person.ts';
import type { Simulation } from '../world/simulation.ts';
import { clockMillis, setClock } from '../world/virtual-machine.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A year and its clocks: those of Cairo, London, New York, Sydney, Lord Howe, Santiago and Casablanca change on different days. */
const ZONES = [
  'Europe/London',
  'Asia/Kolkata',
  'Africa/Cairo',
  'America/New_York',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'America/St_Johns',
];
const ROOMS_PER_WEEK = 4;
const ACTS_PER_ROOM = 3;
const JUMPS_PER_WEEK = 4;
const LONGEST_JUMP_MILLIS = 10 * MINUTE;

/** Figure 17: weeks of one year, around every change of clocks, on machines whose own clocks jump. */
export const virtualYear: Figure = {
  number: 17,
  name: 'virtual-year',
  counts:
    'sessions in weeks of one year, moved, suggested, declined and booked again while clocks change and jump: each calendar and each time in words is true, and mail that arrives again changes no room',
  goal: 100_000,
  run: async (trial) => {
    const counted = { mails: 0, times: 0 };
    const found = await tryFromSeeds(trial, (seed) => liveWeek(trial.service, seed, counted));
    return { ...found, notes: [`${counted.mails} mails, ${counted.times} new times`] };
  },
};

async function liveWeek(service: Trial['service'], seed: number, counted: { mails: number; times: number }): Promise<Attempt> {
  const random = createRandom(seed);
  beginNotBefore(clockMillis() + random.below(9) * DAY);
  const simulation = startSimulation(service, { seed, isShuffled: true });
  const zones = [random.pick(ZONES), random.pick(ZONES), random.pick(ZONES)];
  const [host, guest, other] = ['Ben', 'Asha', 'Cy'].map(
    (name, n) => new SimulatedPerson(simulation, service.blueprint, name, zones[n] ?? 'UTC'),
  );
  const people = [host!, guest!, other!];
  const rooms = roomsTableOf(service);
  let wrongs: readonly string[] | undefined;
  void liveRooms(simulation, people, random).then(
    () => (wrongs = []),
    (error: unknown) => (wrongs = [String(error)]),
  );
  await settleAll(simulation, rooms, () => wrongs !== undefined, 3 * DAY);
  const before = JSON.stringify(simulation.tables.items(rooms));
  const judged = [...(wrongs ?? ['the people wait for ever']), ...wrongsAtTheEnd(simulation, people, findJudgedTables(service))];
  const untrue = people.flatMap((person, n) => untrueTimes(person, zones[n] ?? 'UTC'));
  counted.mails += simulation.sent.length;
  counted.times += simulation.tables.items(rooms).reduce((sum, { ics_sequence }) => sum + Number(ics_sequence), 0);
  simulation.receiveInboxAgain();
  await settleAll(simulation, rooms, () => true);
  const isSame = JSON.stringify(simulation.tables.items(rooms)) === before;
  return { tried: ROOMS_PER_WEEK, wrongs: [...judged, ...untrue, ...(isSame ? [] : ['mail that arrived again changed a room'])] };
}

async function liveRooms(simulation: Simulation, people: readonly SimulatedPerson[], random: Random): Promise<void> {
  const jumps = Array.from({ length: JUMPS_PER_WEEK }, () => random.below(6 * HOUR));
  for (const after of jumps)
    simulation.after(after, () => setClock(clockMillis() + random.below(2 * LONGEST_JUMP_MILLIS) - LONGEST_JUMP_MILLIS));
  for (let n = 0; n < ROOMS_PER_WEEK; n++) await liveRoom(simulation, people, random, n);
}

/** One room of its own week: two rooms of one person never overlap. */
async function liveRoom(
  simulation: Simulation,
  [host, guest, other]: readonly SimulatedPerson[],
  random: Random,
  n: number,
): Promise<void> {
  const timeOf = (): number => Math.floor(clockMillis() / HOUR) * HOUR + (3 + n * 8 + random.below(7)) * DAY + random.below(24) * HOUR;
  const room = await host!.host(timeOf());
  let booker = random.pick([guest!, other!]);
  await booker.book(room);
  for (let act = 0; act < ACTS_PER_ROOM; act++) {
    await simulation.sleep(random.below(30) * MINUTE);
    switch (random.below(5)) {
      case 0:
        await host!.insist('POST', `/api/rooms/${room}/reschedule`, { startUtc: iso(timeOf()) });
        break;
      case 1:
        await suggest(simulation, booker, host!, room, timeOf());
        break;
      case 2:
        await suggest(simulation, host!, booker, room, timeOf());
        break;
      case 3:
        await booker.reply({ partstat: random.pick(['ACCEPTED', 'TENTATIVE']) });
        break;
      case 4:
        await booker.insist('DELETE', `/api/rooms/${room}/booking`);
        booker = booker === guest ? other! : guest!;
        await booker.book(room);
    }
  }
}

/** Suggests a time, and the other approves or declines it as soon as the mail is there. */
async function suggest(simulation: Simulation, by: SimulatedPerson, to: SimulatedPerson, room: string, start: number): Promise<void> {
  const known = to.link('/approve');
  const wanted = { proposedStartUtc: iso(start), proposedEndUtc: iso(start + HOUR), note: '' };
  const { status } = await by.insist('POST', `/api/rooms/${room}/proposals`, wanted);
  if (status >= 400) return;
  for (let waited = 0; to.link('/approve') === known && waited < 60; waited++) await simulation.sleep(5000);
  const link = to.link(start % 3 === 0 ? '/decline' : '/approve');
  if (link !== undefined) await to.press(link);
}

/** Each invitation says its time in words, in the zone of the one who reads it. */
function untrueTimes(person: SimulatedPerson, timeZone: string): string[] {
  return person.mails().flatMap(({ raw }) => {
    const message = readCalendar(raw);
    if (message?.method !== 'REQUEST') return [];
    const words = wordsOf(message.start, timeZone);
    return readableText(raw).includes(words) ? [] : [`an invitation of ${person.name} in ${timeZone} does not say ${words}`];
  });
}

function wordsOf(millis: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const found = Object.fromEntries(parts.formatToParts(millis).map(({ type, value }) => [type, value]));
  return `${found['weekday']} ${found['day']} ${found['month']} ${found['year']}, ${found['hour']}:${found['minute']}`;
}

const iso = (millis: number): string => new Date(millis).toISOString();
