import type { Figure, Trial } from '../figure.ts';
import { CANARY, findLeaks } from '../judges/leaks.ts';
import { linksIn } from '../judges/mail-text.ts';
import { roomsTableOf, settleAll, startSimulation } from '../scene.ts';
import { tryFromSeeds, type Attempt } from '../try-from-seeds.ts';
import { ORGANIZER, SITE } from '../world/blueprint.ts';
import { createRandom, type Random } from '../world/random.ts';
import { ask } from '../world/service.ts';
import { SimulatedPerson } from '../world/simulated-person.ts';
import type { Simulation } from '../world/simulation.ts';
import { clockMillis } from '../world/virtual-machine.ts';

const DAY = 86_400_000;
const ACTS = 40;

/** Figure 15: each text that a person or a stranger can send holds one word, and no line of any log may hold it. */
export const logLines: Figure = {
  number: 15,
  name: 'log-lines',
  counts:
    'lines of logs while people, strangers and failing calls do what makes functions write them: no address, no name, no text of a person and no token in any',
  goal: 5_000_000,
  run: async (trial) => ({ ...(await tryFromSeeds(trial, (seed) => fillLogs(trial.service, seed))), notes: [] }),
};

async function fillLogs(service: Trial['service'], seed: number): Promise<Attempt> {
  const random = createRandom(seed);
  service.log.take();
  const simulation = startSimulation(service, {
    seed,
    faultAt: () => (random.isTrue(0.05) ? random.pick(['refuse', 'lose-answer', 'crash-after']) : undefined),
  });
  const people = ['Ben', 'Asha', 'Cy'].map(
    (name) => new SimulatedPerson(simulation, service.blueprint, `${name}${CANARY}`, 'Europe/London'),
  );
  let isOver = false;
  void actAtRandom(simulation, service, people, random).finally(() => (isOver = true));
  await settleAll(simulation, roomsTableOf(service), () => isOver);
  const log = service.log.take();
  return { tried: log.split('\n').length - 1, wrongs: findLeaks(log) };
}

async function actAtRandom(
  simulation: Simulation,
  service: Trial['service'],
  people: readonly SimulatedPerson[],
  random: Random,
): Promise<void> {
  const [host, guest] = [people[0]!, people[1]!];
  const start = Math.floor(clockMillis() / DAY + 3) * DAY + 15 * 3_600_000;
  // An answer may be lost five times: then there is no room, and strangers go on.
  const room = await host.host(start).catch(() => 'none');
  await guest.book(room).catch(() => undefined);
  for (let act = 0; act < ACTS; act++) {
    await simulation.sleep(random.below(60_000));
    const person = random.pick(people);
    const links = ['/approve?t=none', ...people.flatMap((one) => one.mails().flatMap(({ raw }) => linksIn(raw, SITE)))];
    // An answer may be lost, as may the last try: people go on.
    await random
      .pick(ACTIONS)({ simulation, service, person, room, random, links })
      .catch(() => undefined);
  }
}

interface Scene {
  readonly simulation: Simulation;
  readonly service: Trial['service'];
  readonly person: SimulatedPerson;
  readonly room: string;
  readonly random: Random;
  readonly links: readonly string[];
}

const LOUD = {
  'user-agent': CANARY,
  'idempotency-key': CANARY,
  referer: `https://x.example/${CANARY}`,
  cookie: `a=${CANARY}`,
  'x-forwarded-for': CANARY,
};
const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const ACTIONS: readonly ((scene: Scene) => Promise<unknown>)[] = [
  // What the app does.
  ({ person, room }) => person.api('POST', `/api/rooms/${room}/notes`, { text: `Mail me at ${CANARY}@x.example` }),
  ({ person, room }) => person.api('POST', `/api/rooms/${room}/booking`, { timeZone: 'Asia/Kolkata' }),
  ({ person, room }) => person.api('DELETE', `/api/rooms/${room}/booking`),
  ({ person, room, random }) => {
    const start = Math.floor(clockMillis() / DAY + 4 + random.below(9)) * DAY;
    const [proposedStartUtc, proposedEndUtc] = [start, start + 3_600_000].map((millis) => new Date(millis).toISOString());
    return person.api('POST', `/api/rooms/${room}/proposals`, { proposedStartUtc, proposedEndUtc, note: CANARY });
  },
  ({ person }) => person.api('GET', '/api/me'),
  ({ person }) => person.api('PATCH', '/api/me', { name: CANARY, [CANARY]: 1 }),
  // What nobody should send.
  ({ person }) => person.api('GET', `/api/rooms/${CANARY}@x.example`),
  ({ person, room }) => person.api('POST', `/api/rooms/${room}/proposals/${CANARY}/approve`, {}),
  ({ person }) =>
    person.api('POST', '/api/rooms', { startUtc: CANARY, durationMinutes: CANARY, timeZone: CANARY, line: CANARY, [CANARY]: CANARY }),
  ({ simulation, service, room }) =>
    ask(simulation, service.blueprint, {
      method: 'POST',
      url: `/api/rooms/${room}/booking?${CANARY}=${CANARY}`,
      headers: { ...JSON_TYPE, ...LOUD },
      body: `{"${CANARY}":`,
    }),
  ({ simulation, service, random, links }) =>
    ask(simulation, service.blueprint, {
      method: random.pick(['GET', 'HEAD', 'POST']),
      url: `${random.pick(links)}&${CANARY}`,
      headers: { ...FORM_TYPE, ...LOUD },
      body: CANARY,
    }),
  ({ simulation, service, random, links }) => {
    const [path = '', query = ''] = random.pick(links).split('?');
    return ask(simulation, service.blueprint, {
      method: 'POST',
      url: path,
      headers: { ...FORM_TYPE, ...LOUD },
      body: `${query}&note=${CANARY}&timeZone=${CANARY}&date=${CANARY}`,
    });
  },
  ({ person, random, links }) => person.press(random.pick(links)),
  ({ person, random, links }) => person.open(random.pick(links)),
  ({ person, random, links }) => person.open(random.pick(links)),
  ({ simulation, service }) =>
    ask(simulation, service.blueprint, {
      method: 'POST',
      url: '/api/hooks/email-status',
      headers: JSON_TYPE,
      body: JSON.stringify({ Type: CANARY, Message: CANARY, SigningCertURL: `https://${CANARY}.example` }),
    }),
  // Mail.
  ({ person, random }) =>
    person.reply({
      partstat: random.pick(['ACCEPTED', 'DECLINED', 'TENTATIVE', CANARY]),
      method: random.pick(['REPLY', 'COUNTER', CANARY]),
    }),
  ({ simulation, person, random }) =>
    simulation.receiveMail(strangeMail(random, person), random.pick(['pass', 'fail', 'gray']), `${CANARY}@x.example`),
];

/** A mail in which every field, name and line holds the word, and which is broken in some way. */
function strangeMail(random: Random, { email }: SimulatedPerson): string {
  const uid = random.pick([CANARY, `${CANARY}@x.example`]);
  const calendar = [
    'BEGIN:VCALENDAR',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${random.pick(['20300101T000000Z', CANARY])}`,
    `ATTENDEE;PARTSTAT=DECLINED;CN=${CANARY}:mailto:${random.pick([email, CANARY])}`,
    `COMMENT:${CANARY}`,
    `${CANARY}:${CANARY}`,
    'END:VEVENT',
    random.pick(['END:VCALENDAR', CANARY]),
  ];
  const headers = [
    `From: ${random.pick([`${CANARY} <${email}>`, email, `<${email}`, `${email} .${CANARY}.example`, CANARY])}`,
    `To: ${random.pick([ORGANIZER, `${CANARY} <${ORGANIZER}>`])}`,
    `Subject: ${CANARY}`,
    `Message-ID: <${CANARY}.${random.hex(8)}@x.example>`,
    `Return-Path: <${CANARY}@x.example>`,
    `Content-Type: ${random.pick(['text/calendar; method=REPLY', `multipart/mixed; boundary=${CANARY}`, `text/${CANARY}`, `text/calendar; charset=${CANARY}`])}`,
    ...random.pick([[], [`Content-Transfer-Encoding: ${CANARY}`], ['Content-Transfer-Encoding: base64'], [`X-${CANARY}: ${CANARY}`]]),
  ];
  return `${headers.join('\r\n')}\r\n\r\n${calendar.join('\r\n')}\r\n`;
}
