import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocalStack, type LocalStack } from '../support/local-stack.ts';
import { until } from '../support/until.ts';
import { aBookedRoom, aDirectory, again, aGuest, aHost, anOpenRoom, book, endOf, see, type Booked, type Person } from './cast.ts';
import { expectProper, letters } from './letter.ts';
import { replyOf } from './replies.ts';

/*
 * One data directory, three processes. The first is killed while SES makes trouble in every way that there is, the second in the
 * middle of many bookings; the third has to have told everybody everything, once.
 */

let stack: LocalStack;
const scenes = new Map<string, Scene>();
let burst: readonly Scene[] = [];
let replied: Booked;
let throttled: Scene;

interface Scene {
  readonly host: Person;
  readonly guest: Person;
  readonly id: string;
  /** Mails that had left when the process was killed. */
  leftBefore?: number;
}

beforeAll(async () => {
  stack = await startLocalStack({ directory: await aDirectory() });
  replied = await aBookedRoom(stack);
  const yes = await replyOf(stack, replied.guest, 'gmail', 'accept');
  await makeTrouble();
  await stack.receive(yes);
  await stack.kill();
  stack = await startLocalStack({ directory: stack.directory, flags: ['--clock-offset', 'PT1M'] });
  await bookUntilKilled();
  stack = await startLocalStack({ directory: stack.directory, flags: ['--clock-offset', 'PT2M'] });
  await stack.quiet();
  throttled = await newScene();
  await stack.failMails('throttle', 2);
  await book(throttled.guest, throttled.id);
}, 120_000);

afterAll(() => endOf(stack));

const newScene = async (): Promise<Scene> => {
  const [host, guest] = [await aHost(stack), await aGuest(stack)];
  return { host, guest, id: await anOpenRoom(host) };
};

/** How many mails the people of a scene have got. */
const told = async ({ host, guest }: Scene): Promise<number> =>
  (await stack.mails(0, host.email)).length + (await stack.mails(0, guest.email)).length;

const mailQueue = async () => (await stack.request('GET', '/local/api/queues')).body.find(({ name }: any) => name === 'MailQueue');

async function makeTrouble(): Promise<void> {
  const happens = async (name: string, fault: string | null, isThere: (queue: any, scene: Scene) => boolean | Promise<boolean>) => {
    const scene = await newScene();
    if (fault !== null) await stack.failMails(fault, 2);
    await book(scene.guest, scene.id);
    await until(`trouble of the kind '${name}'`, async () => isThere(await mailQueue(), scene), Boolean);
    scenes.set(name, scene);
  };
  const hasTold = async (_: unknown, scene: Scene) => (await told(scene)) === 2;
  await happens('failing', 'server-error', ({ waiting }) => waiting >= 1);
  await happens('lost', 'drop-after-accepting', hasTold);
  // These two keep both pollers of the queue busy, so that nobody takes the hint of the last one.
  await happens('silent', 'silence', ({ inFlight }) => inFlight >= 1);
  await happens('accepted', 'silence-after-accepting', hasTold);
  await happens('waiting', null, ({ waiting }) => waiting >= 1);
  for (const scene of scenes.values()) scene.leftBefore = await told(scene);
}

async function bookUntilKilled(): Promise<void> {
  burst = await Promise.all(Array.from({ length: 12 }, newScene));
  const bookings = Promise.allSettled(burst.map(({ guest, id }) => book(guest, id)));
  await pause(20 + Math.random() * 120);
  await stack.kill();
  await bookings;
}

const expectToldOnce = async ({ host, guest }: Scene) => {
  const all = [...(await letters(stack, 1, host.email)), ...(await letters(stack, 1, guest.email))];
  expect(all.map(({ event, mail }) => [mail.to, event?.method, event?.sequence])).toEqual(
    [host, guest].map(({ email }) => [email, 'REQUEST', 0]),
  );
  for (const letter of all) expectProper(letter);
};

describe('a mail arrives, and arrives once, although', () => {
  test.each([
    ['failing', 0, 'SES failed half-way, and the process was killed before the next try'],
    ['lost', 2, 'the answer of SES was lost, and the process was killed before the next try'],
    ['silent', 0, 'the process was killed while SES was being asked'],
    ['accepted', 2, 'the process was killed after SES took it and before that was noted'],
    ['waiting', 0, 'the process was killed before the answer to the request left'],
  ])('a mail arrives once (%s, %i) although %s', async (name, leftBefore) => {
    const scene = scenes.get(name);
    if (!scene) throw new Error(`No scene ${name}`);
    expect(scene.leftBefore).toBe(leftBefore);
    await expectToldOnce(scene);
  });
});

test('a reply that arrived before the process was killed is applied by the next process', async () => {
  expect(await see(await again(stack, replied.host), replied.id)).toMatchObject({ guest: { partstat: 'ACCEPTED' } });
});

test('killed in the middle of many bookings, each of them was made and told once, or was not made and not told', async () => {
  for (const scene of burst) {
    const { status } = await see(await again(stack, scene.host), scene.id);
    expect(['booked with 2 mails', 'open with 0 mails']).toContain(`${status} with ${await told(scene)} mails`);
    if (status === 'booked') await expectToldOnce(scene);
  }
});

test('SES that throttles is asked again after a few seconds', async () => {
  await stack.mails(1, throttled.host.email);
  await stack.quiet();
  expect(await told(throttled)).toBe(2);
  await expectToldOnce(throttled);
});
