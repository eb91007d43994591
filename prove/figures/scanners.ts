import type { Figure, Trial } from '../figure.ts';
import { wrongsAtTheEnd } from '../judges/truth.ts';
import { linksIn } from '../judges/mail-text.ts';
import { findJudgedTables, peopleCalled, roomsTableOf, settleAll, snapshotTables, startSimulation } from '../scene.ts';
import { type Attempt, tryFromSeeds } from '../try-from-seeds.ts';
import { SITE } from '../world/blueprint.ts';
import { createRandom, type Random } from '../world/random.ts';
import { ask, type Asking } from '../world/service.ts';
import type { SimulatedPerson } from '../world/simulated-person.ts';
import type { Simulation } from '../world/simulation.ts';
import { clockMillis } from '../world/virtual-machine.ts';

const DAY = 86_400_000;
const PER_SESSION = 400;

/** Figure 6: programs that read mail on the way request its links, in every way that is no press of a button by a person. */
export const scannerRequests: Figure = {
  number: 6,
  name: 'scanner-requests',
  counts: 'requests of mail scanners for each link of a session: no row changes, no mail leaves, and the links stay good',
  goal: 1_000_000,
  run: async (trial) => ({ ...(await tryFromSeeds(trial, (seed) => scanSession(trial.service, seed))), notes: [] }),
};

async function scanSession(service: Trial['service'], seed: number): Promise<Attempt> {
  const random = createRandom(seed);
  const simulation = startSimulation(service, { seed });
  const people = peopleCalled(simulation, service, ['Ben', 'Asha']);
  const rooms = roomsTableOf(service);
  let isOver = false;
  void suggestTime(people, random).finally(() => (isOver = true));
  await settleAll(simulation, rooms, () => isOver);
  const links = people.flatMap((person) => person.mails().flatMap(({ raw }) => linksIn(raw, SITE)));
  if (!links.some((link) => link.startsWith('/approve'))) return { tried: 0, wrongs: ['there is no link to scan'] };
  const wrongs = await scanLinks(simulation, service, links, random);
  return { tried: PER_SESSION, wrongs: wrongs.length > 0 ? wrongs : await pressAfterwards(simulation, service, people) };
}

/** Guest or host suggests another time: then mails of all kinds hold links. */
async function suggestTime([host, guest]: readonly SimulatedPerson[], random: Random): Promise<void> {
  const start = Math.floor(clockMillis() / DAY + 3) * DAY + 15 * 3_600_000;
  const room = await host!.host(start);
  await guest!.book(room);
  const [proposedStartUtc, proposedEndUtc] = [start + DAY, start + DAY + 3_600_000].map((millis) => new Date(millis).toISOString());
  const proposer = random.pick([host!, guest!]);
  await proposer.insist('POST', `/api/rooms/${room}/proposals`, { proposedStartUtc, proposedEndUtc, note: '' });
}

async function scanLinks(simulation: Simulation, service: Trial['service'], links: readonly string[], random: Random): Promise<string[]> {
  const look = (): string => JSON.stringify([snapshotTables(simulation, service), simulation.sent.length]);
  const before = look();
  let wrongs: string[] | undefined;
  const scan = async (): Promise<string[]> => {
    for (let n = 0; n < PER_SESSION; n++) {
      const asking = writeScan(random, random.pick(links), links);
      const answered = await ask(simulation, service.blueprint, asking);
      if (look() !== before) return [`${JSON.stringify(asking)} is answered ${answered?.status} and changes something`];
    }
    return [];
  };
  void scan().then((found) => (wrongs = found));
  await simulation.run(clockMillis() + 3_600_000, () => wrongs !== undefined);
  return wrongs ?? ['the scanner never ends'];
}

/** The links of the suggestion still work, for a person who presses one. */
async function pressAfterwards(simulation: Simulation, service: Trial['service'], people: readonly SimulatedPerson[]): Promise<string[]> {
  const answerer = people.find((person) => person.link('/approve') !== undefined);
  let isOver = false;
  void answerer?.press(answerer.link('/approve') ?? '').finally(() => (isOver = true));
  await settleAll(simulation, roomsTableOf(service), () => isOver);
  const [room] = simulation.tables.items(roomsTableOf(service));
  const isMoved = room?.['ics_sequence'] === 1;
  return [...(isMoved ? [] : ['the link does not approve any more']), ...wrongsAtTheEnd(simulation, people, findJudgedTables(service))];
}

const PROGRAMS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; rv:142.0) Gecko/20100101 Firefox/142.0',
  'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Trident/7.0; Microsoft Outlook 16.0)',
  'Barracuda Sentinel (EE)',
  'facebookexternalhit/1.1',
  'python-requests/2.32',
  '',
];
const HINTS: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'sec-purpose': 'prefetch' },
  { 'sec-purpose': 'prefetch;prerender' },
  { purpose: 'prefetch' },
  { 'x-moz': 'prefetch' },
  { 'x-purpose': 'preview' },
  { range: 'bytes=0-1023' },
  { 'if-none-match': '*' },
  { accept: 'application/json' },
  { 'x-http-method-override': 'POST' },
  { 'x-method-override': 'POST' },
  { cookie: 'session=1' },
  { referer: 'https://mail.example/inbox' },
  { 'x-forwarded-for': '203.0.113.9' },
  { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-user': '?1' },
  { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-user': '?1' },
  { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
  { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
];
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
/** What a POST is that no person's press sends: each of these alone is enough to refuse it. */
const FOREIGN_POSTS: readonly ((query: string) => Pick<Asking, 'body' | 'headers'>)[] = [
  () => ({}),
  () => ({ headers: FORM, body: '' }),
  (query) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(Object.fromEntries(new URLSearchParams(query))) }),
  (query) => ({ headers: { 'content-type': 'text/plain' }, body: query }),
  (query) => ({ headers: { ...FORM, origin: 'https://evil.example' }, body: query }),
  (query) => ({ headers: { ...FORM, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, body: query }),
  (query) => ({
    headers: { ...FORM, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' },
    body: query,
  }),
  (query) => ({ headers: { ...FORM, origin: SITE, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' }, body: query }),
  (query) => ({
    headers: { ...FORM, origin: SITE, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' },
    body: query,
  }),
  (query) => ({ headers: FORM, body: `${query}x` }),
  (query) => ({ headers: FORM, body: `${query}&${query}` }),
];
const METHODS = ['GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'POST'];
const ENDINGS = ['', '', '', '.', ')', '%3E', '%20', '&utm_source=mail', '&t=', '%00', '#top', '/'];

function writeScan(random: Random, link: string, links: readonly string[]): Asking {
  const method = random.pick(METHODS);
  const [path = '', query = ''] = link.split('?');
  // Also the token of one page on another.
  const elsewhere = random.isTrue(0.1) ? (random.pick(links).split('?')[0] ?? path) : path;
  const headers = { 'user-agent': random.pick(PROGRAMS), ...random.pick(HINTS) };
  if (method !== 'POST') return { method, url: `${elsewhere}?${query}${random.pick(ENDINGS)}`, headers };
  const post = random.pick(FOREIGN_POSTS)(query);
  return {
    method,
    url: random.isTrue(0.5) ? elsewhere : `${elsewhere}?${query}`,
    ...post,
    headers: { 'user-agent': headers['user-agent'], ...post.headers },
  };
}
