import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from './support/source-file.ts';

/*
 * Each closed list stands once, in shared/words. Here a word is added to a copy of the sources, and the compiler names every
 * place that has to say something about it.
 */

// The compiler is quick, but a busy machine is not.
vi.setConfig({ testTimeout: 120_000 });

const COPIED = ['shared', 'functions', 'infra', 'local', 'web', 'docs/openapi.json', 'tsconfig.json', 'package.json'];
const copy = mkdtempSync(join(tmpdir(), 'closed-lists-'));

beforeAll(() => {
  for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** What `work` gives while one file of the copy says `after` in place of `before`. */
function withChange<T>(path: string, before: string, after: string, work: () => T): T {
  const file = join(copy, path);
  const text = readFileSync(file, 'utf8');
  if (text.split(before).length !== 2) throw new Error(`${path} does not say once: ${before}`);
  writeFileSync(file, text.replace(before, after));
  try {
    return work();
  } finally {
    writeFileSync(file, text);
  }
}

/** The files in which the compiler finds an error. */
function compile(): readonly string[] {
  const { stdout, status } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', '.', '--pretty', 'false'], {
    cwd: copy,
    encoding: 'utf8',
  });
  const files = [...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, file = '']) => file);
  if ((status !== 0) !== files.length > 0) throw new Error(`the compiler says: ${stdout}`);
  return [...new Set(files)].toSorted();
}

test('the copy compiles as it is', () => {
  expect(compile()).toEqual([]);
});

describe('a new word does not compile until each of these files says something about it:', () => {
  test.each<[list: string, path: string, before: string, after: string, files: readonly string[]]>([
    [
      'an event of the history',
      'shared/words/history-events.ts',
      "  'created',",
      "  'created',\n  'undone',",
      ['functions/links/pages/standing.tsx', 'web/room-words.ts'],
    ],
    [
      'a kind of calendar mail',
      'shared/words/mail-kinds.ts',
      "'counter-declined'] as const",
      "'counter-declined', 'restored'] as const",
      ['shared/itip/write-itip.ts', 'shared/link/link.ts', 'shared/mail/calendar-words.ts'],
    ],
    [
      'a kind of notice',
      'shared/words/mail-kinds.ts',
      "  'fresh-link',",
      "  'fresh-link',\n  'reminder',",
      ['shared/link/link.ts', 'shared/mail/notice-words.ts'],
    ],
    [
      'a status of proposals',
      'shared/words/proposal-words.ts',
      "'expired'] as const",
      "'expired', 'postponed'] as const",
      ['functions/links/pages/reschedule-pages.tsx', 'shared/room/proposals.ts'],
    ],
    ['a refusal', 'shared/words/refusals.ts', "  'room-taken',", "  'room-taken',\n  'room-locked',", ['shared/api/problems.ts']],
    [
      'a purpose of links',
      'shared/words/link-purposes.ts',
      "'confirm'] as const",
      "'confirm', 'restore'] as const",
      ['functions/platform/links/link-token.ts', 'shared/link/link.ts'],
    ],
    [
      'an answer of an attendee',
      'shared/words/itip.ts',
      "'TENTATIVE'] as const",
      "'TENTATIVE', 'DELEGATED'] as const",
      ['web/room-words.ts'],
    ],
    [
      'a route for people who are signed in',
      'shared/words/route-keys.ts',
      "  'GET /api/rooms/mine',",
      "  'GET /api/rooms/mine',\n  'POST /api/rooms/{id}/undo',",
      ['functions/rooms/serve-rooms.ts', 'shared/api/operations.ts'],
    ],
  ])('%s', (_, path, before, after, files) => {
    expect(withChange(path, before, after, compile)).toEqual(expect.arrayContaining([...files]));
  });
});

describe('a new length is one line', () => {
  const add = <T>(work: () => T) => withChange('shared/words/durations.ts', '[30, 60, 90] as const', '[30, 45, 60, 90] as const', work);

  test('a new length is one line that compiles everywhere', () => {
    expect(add(compile)).toEqual([]);
  });

  test('schemas, the API document and the words that people read derive from the list of lengths', () => {
    const script = [
      "import { createRoomRequest } from './shared/api/contract.ts';",
      "import { openApiDocument } from './shared/api/openapi.ts';",
      "import { PROBLEMS } from './shared/api/problems.ts';",
      "const asked = { startUtc: '2030-01-08T19:00:00Z', durationMinutes: 45 };",
      'console.log(JSON.stringify([',
      '  createRoomRequest.safeParse(asked).success,',
      '  JSON.stringify(openApiDocument()).match(/\\[30,45,60,90[\\],]/g).length > 1,',
      "  PROBLEMS['duration-not-allowed'].detail,",
      ']));',
    ].join('\n');
    expect(add(() => run(script))).toEqual([true, true, 'Choose 30, 45, 60 or 90 minutes.']);
  });
});

test('an attribute that is added to the room changes no index', () => {
  const script = [
    "import { Stack } from 'aws-cdk-lib';",
    "import { Template } from 'aws-cdk-lib/assertions';",
    "import { Rooms } from './infra/rooms.ts';",
    'const stack = new Stack();',
    "new Rooms(stack, 'Rooms');",
    "console.log(JSON.stringify(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable')));",
  ].join('\n');
  const before = run(script);
  const after = withChange(
    'functions/platform/rooms/write-room-row.ts',
    '    ics_uid: room.uid,',
    "    topic: 'glaucoma',\n    ics_uid: room.uid,",
    () => {
      expect(compile()).toEqual([]);
      return run(script);
    },
  );
  expect(JSON.stringify(before)).toContain('KEYS_ONLY');
  expect(after).toEqual(before);
});

/** What a script prints that runs in the copy. */
function run(script: string): unknown {
  const file = join(copy, 'script.ts');
  writeFileSync(file, script);
  const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: copy, encoding: 'utf8' });
  rmSync(file);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}
