import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { until } from '../support/until.ts';

/*
 * What became of a mail, through the bundles, the topic and the queue that are deployed.
 */

let stack: LocalStack;
let ben: Caller;
beforeAll(async () => {
  stack = await startLocalStack();
  ben = await stack.signIn('ben@example.org', 'Ben Carter', 'Europe/London');
});
afterAll(() => stack.stop());

let day = 0;
async function bookedBy(guest: Caller): Promise<string> {
  day += 1;
  const startUtc = new Date(Date.now() + (9 + day) * 86_400_000).toISOString();
  const { body } = await ben.api('POST', '/api/rooms', { startUtc, durationMinutes: 60, timeZone: 'Europe/London' });
  await guest.api('POST', `/api/rooms/${body.id}/booking`, { timeZone: 'Asia/Kolkata' });
  return body.id;
}

/** The system's lines in the room's timeline, as soon as there are any. */
const systemLines = (room: string): Promise<readonly string[]> =>
  until(
    "line of the system in the room's timeline",
    async () => {
      const { body } = await ben.api('GET', `/api/rooms/${room}`);
      const lines: { event: string; by: string; name: string }[] = body.history.filter(({ by }: { by: string }) => by === 'system');
      return lines.map(({ event, name }) => `${event} ${name}`);
    },
    (lines) => lines.length > 0,
  );

const guestWho = (fate: string) => stack.signIn(`${fate}+asha@simulator.amazonses.com`, 'Asha Raman', 'Asia/Kolkata');

test('a bounce is seen in the timeline by a first name, and the other party gets a mail, both without an address', async () => {
  const room = await bookedBy(await guestWho('bounce'));
  expect(await systemLines(room)).toEqual(['mail-bounced Asha']);
  const [, news] = await stack.mails(2, ben.email);
  expect(news?.subject).toMatch(/^Asha may not know: /);
  expect(JSON.stringify(await stack.open(news?.id ?? ''))).not.toContain('simulator');
});

test('a complaint is seen by nobody', async () => {
  const guest = await guestWho('complaint');
  const room = await bookedBy(guest);
  await stack.mails(1, guest.email);
  await stack.quiet();
  for (const person of [ben, guest]) {
    const { body } = await person.api('GET', `/api/rooms/${room}`);
    expect(body.history.map(({ event }: { event: string }) => event)).not.toContain('mail-complained');
    expect(body.history.filter(({ by }: { by: string }) => by === 'system')).toEqual([]);
  }
});

test('a sender who is not SNS cannot tell what became of a mail', async () => {
  const { status, body } = await stack.request('POST', '/api/hooks/email-status', { Type: 'Notification', Message: '{}' });
  expect([status, body.code]).toEqual([403, 'sender-unproven']);
});
