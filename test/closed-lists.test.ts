import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './support/source-file.ts';

/*
 * Each closed list stands once, in shared/words. Here a word is added to a copy of the sources, and the compiler names every
 * place that has to say something about it.
 */

const COPIED = ['shared', 'functions', 'infra', 'local', 'web', 'docs/openapi.json', 'tsconfig.json', 'package.json'];
/** The types of the CDK are half of what the compiler reads, and no list of words has a place in the cloud. */
const WITHOUT_CLOUD = 'tsconfig.without-cloud.json';
const copy = mkdtempSync(join(tmpdir(), 'closed-lists-'));

beforeAll(() => {
  for (const path of COPIED) cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, WITHOUT_CLOUD), JSON.stringify({ extends: './tsconfig.json', include: ['shared', 'functions', 'web'] }));
});
afterAll(() => rmSync(copy, { recursive: true }));

interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What `work` gives while files of the copy say `after` in place of `before`. */
function withChanges<T>(changes: readonly Change[], work: () => T): T {
  const originals = changes.map(({ path, before, after }) => {
    const file = join(copy, path);
    const text = readFileSync(file, 'utf8');
    if (text.split(before).length !== 2) throw new Error(`${path} does not say once: ${before}`);
    writeFileSync(file, text.replace(before, after));
    return { file, text };
  });
  try {
    return work();
  } finally {
    // The newest change first, because two changes may be in one file.
    for (const { file, text } of originals.toReversed()) writeFileSync(file, text);
  }
}

/** What the compiler finds wrong: in which file, with the line of the source that it points at. */
interface CompilerError {
  readonly file: string;
  readonly says: string;
}

function compile(project = 'tsconfig.json'): readonly CompilerError[] {
  const { stdout, status } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', project, '--pretty', 'false'], {
    cwd: copy,
    encoding: 'utf8',
  });
  const errors = [...stdout.matchAll(/^(\S+?)\((\d+),\d+\): error (.*)/gm)].map(([, file = '', line, message]) => {
    const source = readFileSync(join(copy, file), 'utf8').split('\n')[Number(line) - 1];
    return { file, says: `${source} ${message}` };
  });
  if ((status !== 0) !== errors.length > 0) throw new Error(`the compiler says: ${stdout}`);
  return errors;
}

interface NewWord extends Change {
  readonly list: string;
  /** Where the compiler asks for the word: the file, and the word itself or the function that has no answer for it. */
  readonly places: readonly (readonly [file: string, says: string])[];
}

const IN_OTHER_LANGUAGES = ['ar', 'de', 'es'];

const NEW_WORDS: readonly NewWord[] = [
  {
    list: 'an event of the history',
    path: 'shared/words/history-events.ts',
    before: "  'created',",
    after: "  'created',\n  'painted',",
    places: [['shared/room/history-words.ts', 'painted']],
  },
  {
    list: 'a kind of calendar mail',
    path: 'shared/words/mail-kinds.ts',
    before: "  'counter-declined',",
    after: "  'counter-declined',\n  'postponed',",
    places: [
      ['shared/itip/write-itip.ts', 'methodOf'],
      ['shared/link/link.ts', 'calendarLinks'],
      ['shared/mail/calendar-words.ts', 'calendarWords'],
    ],
  },
  {
    list: 'a kind of notice',
    path: 'shared/words/mail-kinds.ts',
    before: "  'fresh-link',",
    after: "  'fresh-link',\n  'greeting',",
    places: [
      ['shared/link/link.ts', 'noticeLinks'],
      ['shared/mail/notice-words.ts', 'noticeWords'],
    ],
  },
  {
    list: 'a status of proposals',
    path: 'shared/words/proposal-words.ts',
    before: "'expired'] as const",
    after: "'expired', 'postponed'] as const",
    places: [
      ['functions/links/pages/reschedule-pages.tsx', 'fateOf'],
      ['shared/room/proposals.ts', 'proposal-postponed'],
    ],
  },
  {
    list: 'a refusal',
    path: 'shared/words/refusals.ts',
    before: "  'room-taken',",
    after: "  'room-taken',\n  'room-locked',",
    places: [
      ['shared/api/problems.ts', 'room-locked'],
      ...IN_OTHER_LANGUAGES.map((language) => [`shared/words/refusal-words-${language}.ts`, 'room-locked'] as const),
    ],
  },
  {
    list: 'a language',
    path: 'shared/words/languages.ts',
    before: "['en', 'de', 'es', 'ar']",
    after: "['en', 'de', 'es', 'ar', 'fr']",
    places: [
      ['shared/itip/calendar-texts.ts', 'fr'],
      ['shared/mail/catalogues/mail-words.ts', 'fr'],
      ['shared/words/language-names.ts', 'fr'],
    ],
  },
  {
    list: 'the texts of notices in English',
    path: 'shared/mail/catalogues/notice-words-en.ts',
    before: "    button: 'Yes, that was me',",
    after: "    button: 'Yes, that was me',\n    newest: 'The newest text',",
    places: IN_OTHER_LANGUAGES.map((language) => [`shared/mail/catalogues/notice-words-${language}.ts`, 'newest'] as const),
  },
  {
    list: 'the texts of calendars in English',
    path: 'shared/itip/calendar-text-en.ts',
    before: "  notBooked: 'Nobody has booked it yet.',",
    after: "  notBooked: 'Nobody has booked it yet.',\n  newest: 'The newest text',",
    places: IN_OTHER_LANGUAGES.map((language) => [`shared/itip/calendar-text-${language}.ts`, 'newest'] as const),
  },
  {
    list: 'a purpose of links',
    path: 'shared/words/link-purposes.ts',
    before: "'restore', 'book'] as const",
    after: "'restore', 'book', 'reopen'] as const",
    places: [
      ['functions/platform/links/link-token.ts', 'reopen'],
      ['shared/link/link.ts', 'reopen'],
    ],
  },
  {
    list: 'a purpose of booking links',
    path: 'shared/words/link-purposes.ts',
    before: "'feedback'] as const",
    after: "'calendar-file', 'wave'] as const",
    places: [
      ['functions/platform/links/booking-token.ts', 'wave'],
      ['shared/link/link.ts', 'wave'],
    ],
  },
  {
    list: 'an answer of an attendee',
    path: 'shared/words/itip.ts',
    before: "'TENTATIVE'] as const",
    after: "'TENTATIVE', 'DELEGATED'] as const",
    places: [['web/room-words.ts', 'DELEGATED']],
  },
  {
    list: 'a route for people who are signed in',
    path: 'shared/words/route-keys.ts',
    before: "  'GET /api/rooms/mine',",
    after: "  'GET /api/rooms/mine',\n  'POST /api/rooms/{id}/paint',",
    places: [
      ['functions/rooms/serve-rooms.ts', '/paint'],
      ['shared/api/operations.ts', '/paint'],
    ],
  },
];

describe('a new word does not compile until each of these files says something about it:', () => {
  let errors: readonly CompilerError[] = [];
  beforeAll(() => {
    // All words together, because each compilation takes seconds.
    errors = withChanges(NEW_WORDS, () => compile(WITHOUT_CLOUD));
  });

  test.each(NEW_WORDS)('the compiler names each place that does not know a new value of the list: $list', ({ places }) => {
    for (const [file, says] of places) expect(errors).toContainEqual({ file, says: expect.stringContaining(says) });
  });
});

const NEW_LENGTH: Change = { path: 'shared/words/durations.ts', before: '[30, 60, 90] as const', after: '[30, 45, 60, 90] as const' };
const NEW_ATTRIBUTE: Change = {
  path: 'functions/platform/rooms/write-room-row.ts',
  before: '    ics_uid: room.uid,',
  after: "    weather: 'fine',\n    ics_uid: room.uid,",
};

test('a new length and a new attribute of a room are one line each, and compile everywhere', () => {
  expect(withChanges([NEW_LENGTH, NEW_ATTRIBUTE], () => compile())).toEqual([]);
});

describe('a new length is one line', () => {
  const add = <T>(work: () => T) => withChanges([NEW_LENGTH], work);

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
    "import { App, Stack } from 'aws-cdk-lib';",
    "import { Template } from 'aws-cdk-lib/assertions';",
    "import { Rooms } from './infra/rooms.ts';",
    "const stack = new Stack(new App({ outdir: 'assembly', builtinCloudFormationValidation: false }), 'Stack');",
    "new Rooms(stack, 'Rooms');",
    "console.log(JSON.stringify(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable')));",
  ].join('\n');
  const before = run(script);
  const after = withChanges([NEW_ATTRIBUTE], () => run(script));
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
