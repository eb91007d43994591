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

let minute = 0;
async function bookedBy(guest: Caller): Promise<string> {
  minute += 1;
  const startUtc = new Date(Date.UTC(2030, 0, 9, 19, minute)).toISOString();
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

test.each(['bounce', 'complaint'])('a %s is seen in the timeline, by a first name and without an address', async (fate) => {
  const guest = await stack.signIn(`${fate}+asha@simulator.amazonses.com`, 'Asha Raman', 'Asia/Kolkata');
  const room = await bookedBy(guest);
  expect(await systemLines(room)).toEqual(['mail-bounced Asha']);
});

test('a sender who is not SNS cannot tell what became of a mail', async () => {
  const { status, body } = await stack.request('POST', '/api/hooks/email-status', { Type: 'Notification', Message: '{}' });
  expect([status, body.code]).toEqual([403, 'sender-unproven']);
});
