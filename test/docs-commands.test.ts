import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCommand } from '../ops/commands.ts';
import { root } from './support/source-file.ts';

/*
 * Every command that a page tells people to type: a shell can read it, npm and the operator's command know it, and AWS's own CLI takes
 * its parameters. What the commands do has tests of its own.
 */

const in_ = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const pages = ['README.md', 'CONTRIBUTING.md', ...in_('docs'), ...in_('docs/operations')];
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** The blocks of a page in this fence, each with what continues on the next line in one. */
const fencedIn = (page: string, language: RegExp): readonly string[] =>
  [...textOf(page).matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)].flatMap(([, name = '', block = '']) =>
    language.test(name) ? [block.replaceAll(/\\\n\s*/g, ' ')] : [],
  );
/** For a shell. */
const blocksOf = (page: string): readonly string[] => fencedIn(page, /^sh$/);
/** All code, also what stands in the middle of a sentence. */
const codeOf = (page: string): string =>
  [...fencedIn(page, /^(sh)?$/), ...[...textOf(page).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code)].join('\n');

const SHELLS = ['bash', 'zsh'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

describe.each(SHELLS)('%s', (shell) => {
  test.each(pages.filter((page) => blocksOf(page).length > 0))('%s holds only commands that this shell can read', (page) => {
    for (const block of blocksOf(page)) {
      const { status, stderr } = spawnSync(shell, ['-n'], { input: block, encoding: 'utf8' });
      expect({ status, stderr, block }).toEqual({ status: 0, stderr: '', block });
    }
  });
});

// On a command line, zsh takes them for a part of the command unless it was set up otherwise.
test.each(pages)('%s holds no comment behind a command that is to be pasted', (page) => {
  const lines = fencedIn(page, /^(sh)?$/).flatMap((block) => block.split('\n'));
  expect(lines.filter((line) => /(^|\s)#\s/.test(line))).toEqual([]);
});

const packageJson: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test.each(pages)('%s names only scripts of npm that are there', (page) => {
  const named = [...codeOf(page).matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !(name in packageJson.scripts))).toEqual([]);
});

/** The words and flags of each `npm run ops -- …`. */
const opsCallsIn = (page: string): readonly string[] =>
  [...codeOf(page).matchAll(/npm run ops -- ([^#\n|;&)]+)/g)].map(([, call = '']) => call.trim());

const SHARED_FLAGS = ['--stage', '--local', '--json', '--help'];

test.each(pages.filter((page) => opsCallsIn(page).length > 0))(
  '%s names only commands of the operator that are there, with flags that they take',
  (page) => {
    for (const call of opsCallsIn(page).filter((each) => !each.startsWith('--'))) {
      const words = call.split(/\s+/);
      const command = findCommand(words);
      expect({ call, isKnown: command !== undefined }).toEqual({ call, isKnown: true });
      const flags = words.filter((word) => word.startsWith('--')).map((flag) => flag.replace(/=.*$/, ''));
      const taken = `${SHARED_FLAGS.join(' ')} ${command?.help ?? ''}`;
      expect({ call, unknown: flags.filter((flag) => !taken.includes(flag)) }).toEqual({ call, unknown: [] });
    }
  },
);

/** Which parameters AWS's CLI takes, by service and operation. `scripts/read-aws-model.py` reads it from the CLI's own model. */
const MODEL: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync(join(root, 'test/fixtures/aws-cli-model.json'), 'utf8'));
const OF_EACH_COMMAND = ['query', 'output', 'region', 'profile', 'no-cli-pager', 'max-items', 'cli-binary-format', 'endpoint-url'];

interface AwsCall {
  readonly name: string;
  readonly flags: readonly string[];
}

function awsCallsIn(page: string): readonly AwsCall[] {
  // What a parameter holds is no parameter: quoted text, and what the shell function of the pages finds.
  const bare = codeOf(page)
    .replaceAll(/\$\(resource [^)]*\)/g, 'R')
    .replaceAll(/'[^'\n]*'/g, 'Q');
  return [...bare.matchAll(/\baws ([a-z0-9-]+) ([a-z0-9-]+)([^|;&)\n]*)/g)].map(([, service, operation, rest = '']) => ({
    name: `${service}:${operation}`,
    flags: [...rest.matchAll(/(?<=\s)--([a-z0-9-]+)/g)].map(([, flag = '']) => flag),
  }));
}

const withAws = pages.filter((page) => awsCallsIn(page).length > 0);

test.each(withAws)('%s calls only operations that the CLI of AWS has, with parameters that they take', (page) => {
  for (const { name, flags } of awsCallsIn(page)) {
    expect({ name, isKnown: name in MODEL }).toEqual({ name, isKnown: true });
    const taken = [...OF_EACH_COMMAND, ...(MODEL[name] ?? [])];
    expect({ name, unknown: flags.filter((flag) => !taken.includes(flag)) }).toEqual({ name, unknown: [] });
  }
});

test('the model of the CLI holds what the pages call and nothing else', () => {
  expect(Object.keys(MODEL).toSorted()).toEqual([...new Set(withAws.flatMap(awsCallsIn).map(({ name }) => name))].toSorted());
  expect(existsSync(join(root, 'scripts/read-aws-model.py'))).toBe(true);
});
