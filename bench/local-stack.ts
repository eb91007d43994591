import { rmSync } from 'node:fs';
import { BUILD_FOLDER } from '../infra/build-folders.ts';
import { startLocalStack, type Answer, type Caller, type LocalStack } from '../test/support/local-stack.ts';
import { median, milliseconds, percentile, ratio, type Section } from './report.ts';

const STARTS = 5;
const WARM_UP = 15;
const ROUNDS = 100;
const BOOKINGS = 200;
const GUESTS_AT_ONCE = 8;

/** How long `npm start` takes in an empty directory, until it says that it is ready. */
export async function localStart(): Promise<Section> {
  const built = await timeStarts(() => rmSync(BUILD_FOLDER, { recursive: true, force: true }));
  const again = await timeStarts(() => {});
  return {
    title: 'Start of the local stack',
    about: `From the command to “Ready”, ${STARTS} times each in an empty directory: bundles, synthesis, engines, one worker per function. Bundles and template are those of the start before unless a source or a setting has changed.`,
    columns: ['', 'median', 'fastest', 'slowest'],
    rows: [
      ['after a change', ...built],
      ['again', ...again],
    ],
  };
}

async function timeStarts(prepare: () => void): Promise<readonly string[]> {
  const times: number[] = [];
  for (let n = 0; n < STARTS; n++) {
    prepare();
    const [stack, took] = await timed(() => startLocalStack());
    times.push(took);
    await stack.stop();
  }
  return [median(times), Math.min(...times), Math.max(...times)].map(milliseconds);
}

/** What a request costs beside one through the same gateway to a function that does nothing. */
export const localLatency = (): Promise<Section> =>
  withStack(async (stack) => {
    const people = await twoPeople(stack);
    const rounds = WARM_UP + ROUNDS;
    const toBook = await manyRooms(people, rounds);
    const [inApp, byLink] = [await suggestions(stack, people, rounds), await suggestions(stack, people, rounds)];
    const requests: Requests = {
      'echo: nothing but gateway and worker': () => stack.request('GET', '/__echo'),
      'list open rooms': () => people.guest.api('GET', '/api/rooms?days=14'),
      'book a room': (n) => people.guest.api('POST', `/api/rooms/${toBook[n] ?? ''}/booking`, { allowOverlap: true }),
      'approve in the app': (n) =>
        people.host.api('POST', `/api/rooms/${inApp[n]?.id ?? ''}/proposals/${inApp[n]?.proposalId ?? ''}/approve`),
      'approve by the link in the mail': (n) =>
        stack.request('POST', '/approve', `t=${byLink[n]?.token ?? ''}`, { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const times = await inTurn(stack, requests, rounds);
    const echo = median(times[0]?.[1] ?? []);
    return {
      title: 'Requests through the local stack',
      about: `${ROUNDS} rounds of each request in turn, one at a time, no mail being sent meanwhile; the ratio is to the median of the echo route. ${rounds} open rooms at first.`,
      columns: ['request', 'p50', 'p99', 'ratio'],
      rows: times.map(([name, own]) => [name, milliseconds(median(own)), milliseconds(percentile(own, 0.99)), ratio(median(own), echo)]),
    };
  });

/** Bookings of different rooms, several at once, until the last of their mails has left. */
export const localThroughput = (): Promise<Section> =>
  withStack(async (stack) => {
    const { host, guest } = await twoPeople(stack);
    const ids = await manyRooms({ host }, BOOKINGS);
    const start = performance.now();
    await inParallel(ids, (id) => guest.api('POST', `/api/rooms/${id}/booking`, { allowOverlap: true }));
    const decided = seconds(start);
    while ((await stack.mails(0)).length < 2 * BOOKINGS) await new Promise((resolve) => setTimeout(resolve, 50));
    const delivered = seconds(start);
    return {
      title: 'Bookings per second on one machine',
      about: `${BOOKINGS} rooms booked, ${GUESTS_AT_ONCE} requests at once, everything on the same cores: gateway, functions, DynamoDB, SQS, SES.`,
      columns: ['', 'per second', 'in all'],
      rows: [
        ['decided', perSecond(decided), `${decided.toFixed(1)} s`],
        ['with both mails delivered', perSecond(delivered), `${delivered.toFixed(1)} s`],
      ],
    };
  });

async function withStack<T>(work: (stack: LocalStack) => Promise<T>): Promise<T> {
  const stack = await startLocalStack();
  try {
    return await work(stack);
  } finally {
    await stack.stop();
  }
}

interface People {
  readonly host: Caller;
  readonly guest: Caller;
}

async function twoPeople(stack: LocalStack): Promise<People> {
  const host = await stack.signIn('ben@mail.example', 'Ben Carter', 'Europe/London');
  return { host, guest: await stack.signIn('asha@mail.example', 'Asha Raman', 'Asia/Kolkata') };
}

const inDays = (days: number): string => new Date((Math.floor(Date.now() / 86_400_000) + days) * 86_400_000 + 43_200_000).toISOString();

async function manyRooms({ host }: Pick<People, 'host'>, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  await inParallel(Array.from({ length: count }), async () => {
    ids.push((await host.api('POST', '/api/rooms', { startUtc: inDays(7), durationMinutes: 60, allowOverlap: true })).body.id);
  });
  return ids;
}

/** Booked rooms in each of which the guest has suggested another time; `token`: of the link by which the host approves it. */
async function suggestions(stack: LocalStack, people: People, count: number) {
  const ids = await manyRooms(people, count);
  const proposals = new Map<string, string>();
  await inParallel(ids, async (id) => {
    await people.guest.api('POST', `/api/rooms/${id}/booking`, { allowOverlap: true });
    const asked = { proposedStartUtc: inDays(8), proposedEndUtc: inDays(8).replace('12:', '13:') };
    proposals.set(id, (await people.guest.api('POST', `/api/rooms/${id}/proposals`, asked)).body.proposalId);
  });
  await stack.quiet();
  const tokens = await tokensByRoom(stack, people);
  return ids.map((id) => ({ id, proposalId: proposals.get(id), token: tokens.get(id) }));
}

async function tokensByRoom(stack: LocalStack, { host }: People): Promise<ReadonlyMap<string, string>> {
  const asked = (await stack.mails(0, host.email)).filter(({ subject }) => subject.startsWith('Your answer needed'));
  const tokens = new Map<string, string>();
  for (const { id } of asked) {
    const token = /\/approve\?t=(\S+)/.exec((await stack.open(id)).text)?.[1] ?? '';
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    tokens.set(String(Object(claims).rid), token);
  }
  return tokens;
}

type Requests = Readonly<Record<string, (n: number) => Promise<Answer>>>;

/** Times of every request but the first few. Between two requests all mail leaves. */
async function inTurn(stack: LocalStack, requests: Requests, rounds: number) {
  const times = Object.entries(requests).map(([name, request]) => [name, [] as number[], request] as const);
  for (let n = 0; n < rounds; n++) {
    for (const [, own, request] of times) {
      const [{ status, body }, took] = await timed(() => request(n));
      if (status >= 400) throw new Error(`${status}: ${JSON.stringify(body)}`);
      if (n >= WARM_UP) own.push(took);
      await stack.quiet();
    }
  }
  return times;
}

async function inParallel<T>(inputs: readonly T[], work: (input: T) => Promise<unknown>): Promise<void> {
  const left = inputs.values();
  await Promise.all(
    Array.from({ length: GUESTS_AT_ONCE }, async () => {
      for (const input of left) await work(input);
    }),
  );
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [result: T, milliseconds: number]> {
  const start = performance.now();
  return [await work(), performance.now() - start];
}

const seconds = (since: number): number => (performance.now() - since) / 1000;
const perSecond = (took: number): string => (BOOKINGS / took).toFixed(0);
