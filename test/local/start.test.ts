import { createServer } from 'node:net';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenOnLoopback } from '../../local/http.ts';
import { type LocalStack, runLocalStack, startLocalStack } from '../support/local-stack.ts';

const temporary: string[] = [];
const newDirectory = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'local-start-'));
  temporary.push(directory);
  return directory;
};
afterAll(() => Promise.all(temporary.map((directory) => rm(directory, { recursive: true, force: true }))));

describe('a start that cannot work says why in one line, without a stack trace', () => {
  const refusals: [string, string[], Record<string, string>, number, RegExp][] = [
    ['an unknown flag', ['--prot', '3001'], {}, 2, /^Unknown option '--prot'.*--help/],
    ['a word that is no flag', ['now'], {}, 2, /now.*--help/],
    ['a port that is none', ['--port', '70000'], {}, 2, /^--port takes a number from 0 to 65535, not '70000'/],
    ['a duration that is none', ['--clock-offset', '3 days'], {}, 2, /^--clock-offset takes an ISO 8601 duration/],
    ['a flag without its value', ['--data'], {}, 2, /--data.*--help/],
    [
      'a directory that nobody can make',
      ['--port', '0', '--data', '/proc/nope/data'],
      {},
      1,
      /^\/proc\/nope\/data cannot be written.*use another --data/,
    ],
    ['a lag that is none', ['--index-lag', 'soon'], {}, 2, /^--index-lag takes a time of at most a minute, such as 500ms/],
    ['a share that is none', ['--throttle', '100%'], {}, 2, /^--throttle takes a percentage below 100/],
    ['lag on tables of another machine', ['--index-lag', '1s'], { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' }, 2, /unset DYNAMODB_ENDPOINT/],
    [
      'a DynamoDB that does not answer',
      ['--port', '0'],
      { DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' },
      1,
      /^Nothing answers at http:\/\/127\.0\.0\.1:9, which DYNAMODB_ENDPOINT names \(ECONNREFUSED\).*unset DYNAMODB_ENDPOINT/,
    ],
    [
      'a DynamoDB whose address is none',
      ['--port', '0'],
      { DYNAMODB_ENDPOINT: 'nonsense' },
      1,
      /^DYNAMODB_ENDPOINT is 'nonsense'.*unset it/,
    ],
    ['flags that npm kept for itself', [], { npm_config_port: '3001' }, 2, /npm start -- --port/],
    ['a setting that cannot be right', ['--port', '0'], { DECISION_LINKS: 'maybe' }, 1, /^DECISION_LINKS is 'maybe'.*configuration\.md/],
  ];
  test.each(refusals)('%s', async (_, flags, settings, code, message) => {
    const data = flags.includes('--data') ? [] : ['--data', await newDirectory()];
    const ended = await runLocalStack([...flags, ...data], settings);
    expect(ended.errors.trimEnd().split('\n')).toHaveLength(1);
    expect(ended).toMatchObject({ code, errors: expect.stringMatching(message) });
  });

  test('a port that is taken', async () => {
    const server = createServer();
    const port = await listenOnLoopback(server, 0);
    const ended = await runLocalStack(['--port', String(port), '--data', await newDirectory()]);
    server.close();
    expect(ended).toMatchObject({ code: 1, errors: `Port ${port} is taken: stop what uses it, or start with --port 0 for a free one.\n` });
  });

  test('an SMTP port that is taken, when it was asked for', async () => {
    const server = createServer();
    const port = await listenOnLoopback(server, 0);
    const ended = await runLocalStack(['--port', '0', '--smtp-port', String(port), '--data', await newDirectory()]);
    server.close();
    expect(ended).toMatchObject({ code: 1, errors: expect.stringMatching(/^Port \d+ is taken.*--smtp-port 0/) });
  });
});

describe('what is in the data directory is never guessed at', () => {
  test('a directory of somebody else is refused and left alone, even with --fresh', async () => {
    const directory = await newDirectory();
    await writeFile(join(directory, 'thesis.txt'), 'years of work');
    const ended = await runLocalStack(['--port', '0', '--fresh', '--data', directory]);
    expect(ended).toMatchObject({ code: 1, errors: expect.stringContaining('holds something else') });
    expect(await readFile(join(directory, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  test('a file in its place is refused', async () => {
    const file = join(await newDirectory(), 'file');
    await writeFile(file, '');
    expect(await runLocalStack(['--port', '0', '--data', file])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('is not a directory'),
    });
  });

  test('another layout is refused, and --fresh is the way out', async () => {
    const directory = await newDirectory();
    await writeFile(join(directory, 'layout.json'), '{"layout":999}');
    const ended = await runLocalStack(['--port', '0', '--data', directory]);
    expect(ended).toMatchObject({ code: 1, errors: expect.stringMatching(/layout 999.*--fresh/) });
  });

  const damages: [string, string][] = [
    ['layout.json', '{'],
    ['tables/CURRENT', 'MANIFEST-999999\n'],
  ];
  test.each(damages)('a damaged %s is named, and --fresh is the way out', async (file, contents) => {
    const directory = await newDirectory();
    await writeFile(join(directory, 'layout.json'), '{"layout":2}');
    await Promise.all(['mail', 'tables', 'logs'].map((name) => mkdir(join(directory, name))));
    await writeFile(join(directory, file), contents);
    const ended = await runLocalStack(['--port', '0', '--data', directory]);
    expect(ended.errors.trimEnd().split('\n')).toHaveLength(1);
    expect(ended).toMatchObject({ code: 1, errors: expect.stringContaining('--fresh') });
  });
});

describe('a running stack', () => {
  let stack: LocalStack;
  beforeAll(async () => {
    stack = await startLocalStack();
  });
  afterAll(() => stack.stop());

  test('a running stack says where everything is', async () => {
    const page = await stack.request('GET', '/local');
    expect(page.status).toBe(200);
    expect(page.body).toContain('href="/mail"');
    expect(page.body).toContain('GET');
    expect(page.body).toContain('href="/"');
  });

  test('a running stack keeps a second one out of its data directory', async () => {
    const ended = await runLocalStack(['--port', '0', '--data', stack.directory]);
    expect(ended).toMatchObject({ code: 1, errors: expect.stringContaining(`in use by the one that runs at ${stack.site}`) });
  });

  test('a running stack answers on this machine only', async () => {
    const echo = await stack.request('GET', '/__echo/a%20b?x=1&x=2');
    expect(echo.body).toMatchObject({ rawPath: '/__echo/a b', queryStringParameters: { x: '1,2' } });
  });
});

test('Ctrl-C ends it, and it leaves nothing unfinished behind', async () => {
  const directory = await newDirectory();
  const stack = await startLocalStack({ directory });
  expect(await stack.stop()).toBe(0);
  expect(await readdir(directory)).not.toContain('running.json');
});
