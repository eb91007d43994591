import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalStack, startLocalStack } from './support/local-stack.ts';
import { root } from './support/source-file.ts';

/*
 * Scripts that a page tells people to paste, run as they stand there: in each shell of this machine, against a local stack.
 */

/** The one block of code of a page that holds this text. */
function blockOf(page: string, text: string): string {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  const found = blocks.filter((block) => block.includes(text));
  if (found.length !== 1) throw new Error(`${page} has ${found.length} blocks with ${text}`);
  return found[0]!;
}

const run = promisify(execFile);
const shells = ['bash', 'zsh'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

// As on the command line of somebody who has set up nothing.
const FLAGS: Readonly<Record<string, readonly string[]>> = { bash: ['--norc', '-i'], zsh: ['-f', '-i'] };

describe.each(shells)('pasted into %s', (shell) => {
  let stack: LocalStack;
  beforeAll(async () => {
    stack = await startLocalStack();
  });
  afterAll(() => stack.stop());

  const paste = async (...parts: string[]) => (await run(shell, [...FLAGS[shell]!, '-c', parts.join('\n')], { cwd: root })).stdout;
  const here = (script: string) => script.replace('http://localhost:3000', stack.site);

  test('the script of the README books a session, and that of docs/links.md suggests another time for it', async () => {
    const before = (await stack.mails(0)).length;
    const suggest = blockOf('docs/links.md', 'propose');
    // A person looks into the mailbox a while later.
    const wait = `until [ "$(curl -s $H/mail/api/messages | grep -o '"id"' | wc -l)" -ge ${before + 2} ]; do sleep 0.1; done`;
    const said = await paste(here(blockOf('README.md', '/oidc/dev-token')), wait, suggest);
    expect(said).toContain('"status":"booked"');
    const mails = (await stack.mails(before + 4)).slice(before);
    expect(
      mails
        .filter(({ method }) => method === 'REQUEST')
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(['asha@example.com', 'ben@example.com']);
    expect(mails.filter(({ to }) => to === 'asha@example.com').map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining('Your answer needed'),
    );
  });

  test('the script of docs/deploy.md books the first session', async () => {
    const host = await stack.signIn(`you-${shell}@example.org`, 'Ben Carter');
    const guest = await stack.signIn(`you.too-${shell}@example.org`, 'Asha Rao');
    const [, session = ''] = blockOf('docs/deploy.md', 'person()').split(/^guest=.*$/m);
    // Outputs of a stack are in AWS; tokens come from its user pool.
    const inAws = `output() { echo "curl ${stack.site}/api/health"; }; host=${host.token}; guest=${guest.token}`;
    const said = await paste(inAws, session, blockOf('docs/deploy.md', 'curl -s "$api/api/rooms/$room" -H'));
    expect(said).toContain('"status":"booked"');
    expect(await stack.mails(1, host.email)).toHaveLength(1);
    expect(await stack.mails(1, guest.email)).toHaveLength(1);
  });
});
