import { expect, test } from 'vitest';
import { isNode, sourceFilesIn, type Node } from './support/source-file.ts';

/*
 * A report of the tests shows a name far from its `describe`. So a name is a whole sentence, and begins with what it is about.
 */

/** Words with which a sentence leans on another one: pronouns, conjunctions, and verbs without a subject. */
const LEANING =
  /^(it|its|they|them|their|that|again|also|and|but|so|then|is|are|was|were|has|have|had|does|counts|even|asked|of|who|which)\b/;
/** “Before it”, “only its host”: a pronoun that stands for something of another sentence. */
const POINTING = /^(only|before|after|from|in|with|without|to|by|on|at|while|when) (it|its|they|them|their)\b/;

const leans = (name: string): boolean => LEANING.test(name) || POINTING.test(name);

/** `test('…')`, and what the call of `test.each(…)` gives. */
function isTest({ callee }: Node): boolean {
  if (!isNode(callee)) return false;
  if (callee['name'] === 'test') return true;
  return callee.type === 'CallExpression' ? isTestEach(callee['callee']) : isTestEach(callee);
}

const isTestEach = (callee: unknown): boolean => isNode(callee) && isNode(callee['object']) && callee['object']['name'] === 'test';

function nameOf({ arguments: given }: Node): string | undefined {
  const first: unknown = Array.isArray(given) ? given[0] : undefined;
  return isNode(first) && typeof first['value'] === 'string' ? first['value'] : undefined;
}

const names = sourceFilesIn('test').flatMap(({ path, nodes }) =>
  nodes.flatMap((node) => {
    const name = node.type === 'CallExpression' && isTest(node) ? nameOf(node) : undefined;
    return name === undefined ? [] : [{ path, name }];
  }),
);

test('the names of most tests are found in the sources', () => {
  expect(names.length).toBeGreaterThan(1500);
  expect(names).toContainEqual({ path: 'test/test-names.test.ts', name: 'no name of a test leans on another sentence' });
});

test('no name of a test leans on another sentence', () => {
  expect(names.filter(({ name }) => leans(name)).map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
});

test.each([
  'it lasts as long as the session',
  'its URL is the page',
  'is refused with %s',
  'counts above the zone',
  'again as a whole',
  'only its host sees it',
  'of two who book at once one is the guest',
])('a name like “%s” would be found', (name) => {
  expect(leans(name)).toBe(true);
});
