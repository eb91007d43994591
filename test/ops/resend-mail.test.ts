import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { root } from '../support/source-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'resend-'));
let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ directory });
});
afterAll(async () => {
  await stack.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function resend(...args: readonly string[]) {
  const child = spawn(process.execPath, [join(root, 'ops/ops-main.ts'), 'mail', 'resend', ...args, '--local', directory], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  const [out, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('exit', resolve)),
  ]);
  return { out, errors, code };
}

async function bookedSession(): Promise<{ readonly id: string; readonly cancel: () => Promise<unknown> }> {
  const [host, guest] = [await stack.signIn('ben@example.org', 'Ben Carter'), await stack.signIn('asha@example.org', 'Asha Rao')];
  const startUtc = '2030-01-15T18:00:00Z';
  const { body } = await host.api('POST', '/api/rooms', { startUtc, durationMinutes: 60, timeZone: 'UTC', allowOverlap: true });
  await guest.api('POST', `/api/rooms/${body.id}/booking`, { timeZone: 'UTC', allowOverlap: true });
  return { id: body.id, cancel: () => host.api('DELETE', `/api/rooms/${body.id}`) };
}

test('a person gets how their session stands now, and nobody else gets anything', async () => {
  const session = await bookedSession();
  await stack.mails(1, 'asha@example.org');
  const { out, errors, code } = await resend(session.id, 'guest');
  expect([code, errors]).toEqual([0, '']);
  expect(out).toContain(`The guest of session ${session.id} gets a REQUEST`);
  expect(out).not.toContain('@');
  const [, again] = await stack.mails(2, 'asha@example.org');
  expect(again?.method).toBe('REQUEST');
  await session.cancel();
  await stack.mails(3, 'asha@example.org');
  expect((await resend(`${stack.site}/sessions/${session.id}`, 'guest')).out).toContain('gets a CANCEL');
  const mails = await stack.mails(4, 'asha@example.org');
  expect(mails.at(-1)?.method).toBe('CANCEL');
  expect(await stack.mails(2, 'ben@example.org')).toHaveLength(2);
});

test('what cannot be is one line, and what is not understood ends with 2', async () => {
  const nobody = await resend('0f000000-0000-4000-8000-000000000001', 'host');
  expect([nobody.code, nobody.errors]).toEqual([1, 'There is no session of this id.\n']);
  const unclear = await resend('0f000000-0000-4000-8000-000000000001', 'both');
  expect([unclear.code, unclear.errors.split('\n')]).toEqual([2, [expect.stringContaining('host or guest'), '']]);
});
