import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importing, packageJson, rules } from './support/directions.ts';
import { root, sourceFile, sourceFilesIn } from './support/source-file.ts';

const files = ['shared', 'functions', 'infra', 'local', 'prove', 'web', 'test', 'bench', 'scripts'].flatMap(sourceFilesIn);

describe.each(rules)('$says', ({ strays, broken }) => {
  test('every file keeps the direction', () => {
    expect(files.flatMap((file) => strays(file).map((what) => `${file.path}: ${what}`))).toEqual([]);
  });

  test.each(broken)('the direction is broken by %s with %s', (path, text) => {
    expect(strays(sourceFile(path, text))).not.toEqual([]);
  });
});

test('7. neither TypeScript nor Node has path aliases configured', () => {
  expect(packageJson.imports).toBeUndefined();
  expect(readFileSync(join(root, 'tsconfig.json'), 'utf8')).not.toMatch(/"(paths|baseUrl|rootDirs)"/);
});

test('every import of our own names a file that is there', () => {
  const missing = files.flatMap((file) =>
    importing(file, ({ isOurs, target }) => isOurs && !existsSync(join(root, target))).map((what) => `${file.path}: ${what}`),
  );
  expect(missing).toEqual([]);
});

// Whoever has a list of addresses can try each of them on a digest without a key. So what goes into one is in this list.
const PLAIN_DIGESTS: Readonly<Record<string, string>> = {
  'functions/feeds/current-feed.ts': 'a calendar, which its reader has',
  'functions/links/confirm-link.ts': 'times and an answer',
  'functions/links/page-answer.ts': 'a stylesheet',
  'functions/links/single-use.ts': 'the hash of a token',
  'functions/mail-in/message-key.ts': 'a Message-ID and all that a calendar says, which only its sender and we know',
  'functions/platform/http/check-origin.ts': 'a key of 64 characters',
  'functions/platform/links/link-token.ts': 'a signed token',
  'functions/platform/mail/send-key.ts': 'mail that an older version decided',
  'functions/platform/people/erasure-store.ts': 'what a person is called by the sign-in',
  'functions/platform/people/feed-secret.ts': 'a secret of 256 bits',
  'functions/platform/people/run-charged.ts': 'what somebody asks for in a room, without a name or an address; the room has it too',
  'functions/platform/wishes/wish-places.ts': 'a small number, and who somebody is to the sign-in',
  'functions/rooms/request-ids.ts': 'a key that the caller chose, and who they are to the sign-in',
};

test('a digest without a key is made of nothing that could be guessed, such as an address', () => {
  const isMaker = ({ path }: { readonly path: string }) =>
    path.startsWith('functions/') && /\bcreateHash\(/.test(readFileSync(join(root, path), 'utf8'));
  const makers = files.filter(isMaker).map(({ path }) => path);
  expect(makers.toSorted()).toEqual(Object.keys(PLAIN_DIGESTS));
});
