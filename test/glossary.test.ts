import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isNode, root, sourceFilesIn, type Node, type SourceFile } from './support/source-file.ts';

/*
 * One word per thing, one thing per word. docs/glossary.md is the list; what can be checked by a machine is checked here,
 * over the names that files export.
 */

const files = ['shared', 'functions', 'infra', 'local', 'web', 'ops', 'prove', 'scripts'].flatMap(sourceFilesIn);

interface Exported {
  readonly name: string;
  readonly kind: 'type' | 'function' | 'value';
  readonly path: string;
}

const names: readonly Exported[] = files.flatMap(exportsOf);

/** The rows of the glossary: the word, and the words that we do not use for the same thing. */
const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [^|-]/.test(line) && !line.startsWith('| word'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, word = '', , avoided = '']) => ({ word, avoided: [...avoided.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name) }));

describe('docs/glossary.md', () => {
  test('the glossary lists each word once', () => {
    expect(duplicatesOf(glossary.map(({ word }) => word))).toEqual([]);
  });

  test.each(glossary.flatMap(({ word, avoided }) => avoided.map((name) => [name, word])))(
    'no exported name says %s, because the word is %s',
    (avoided) => {
      const first = new RegExp(`(^|[a-z0-9_])${capitalised(avoided)}(?![a-z])|^${avoided.toLowerCase()}(?![a-z])`);
      expect(names.filter(({ name }) => first.test(name)).map(placeOf)).toEqual([]);
    },
  );
});

test('each exported type has a name that no other exported type has', () => {
  const repeated = duplicatesOf(names.filter(({ kind }) => kind === 'type').map(({ name }) => name));
  expect(names.filter(({ kind, name }) => kind === 'type' && repeated.includes(name)).map(placeOf)).toEqual([]);
});

test('each exported function is a verb or a question, and never a participle', () => {
  const participles = names.filter(({ kind, name }) => kind === 'function' && isParticiple(name));
  expect(participles.map(placeOf)).toEqual([]);
});

test('no exported name ends in a word that says nothing', () => {
  const empty = /(Service|Manager|Helpers?|Utils?|Repository|UseCase|D[Tt][Oo]|Impl|Data|Info)$/;
  expect(names.filter(({ name }) => empty.test(name)).map(placeOf)).toEqual([]);
});

test('each file name says what the file does, so that no two files share one', () => {
  // Each function folder has its settings, because infra reads them by that name.
  const paths = files.map(({ path }) => path).filter((path) => basename(path) !== 'settings.ts');
  const repeated = duplicatesOf(paths.map((path) => basename(path)));
  expect(paths.filter((path) => repeated.includes(basename(path)))).toEqual([]);
});

test('a participle is told from a verb', () => {
  expect(['told', 'placed', 'superseded', 'writtenNow', 'toldNewTime'].filter(isParticiple)).toHaveLength(5);
  expect(['seed', 'needsAnswer', 'readMail', 'feedOf', 'embedZone', 'proceed'].filter(isParticiple)).toEqual([]);
});

function exportsOf({ path, nodes }: SourceFile): Exported[] {
  return nodes
    .filter((node) => node.type === 'ExportNamedDeclaration')
    .flatMap(({ declaration }) => (isNode(declaration) ? declared(declaration) : []))
    .map((exported) => ({ ...exported, path }));
}

function declared(node: Node): Omit<Exported, 'path'>[] {
  if (node.type === 'FunctionDeclaration') return [{ name: nameOf(node), kind: 'function' }];
  if (['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'ClassDeclaration'].includes(node.type))
    return [{ name: nameOf(node), kind: 'type' }];
  const variables = Array.isArray(node['declarations']) ? node['declarations'].filter(isNode) : [];
  return variables.map((variable) => ({ name: nameOf(variable), kind: isFunction(variable['init']) ? 'function' : 'value' }));
}

function nameOf({ id }: Node): string {
  return isNode(id) && typeof id['name'] === 'string' ? id['name'] : '';
}

function isFunction(value: unknown): boolean {
  return isNode(value) && ['ArrowFunctionExpression', 'FunctionExpression'].includes(value.type);
}

const IRREGULAR =
  /^(told|heard|given|taken|known|shown|found|made|sent|kept|held|met|left|gone|done|written|drawn|thrown|chosen|broken|lately|born|seen)$/;
const VERBS_IN_ED = /^(need|seed|feed|embed|proceed|exceed|succeed|speed|shed|shred|bleed|heed|weed)$/;

function isParticiple(name: string): boolean {
  const first = /^[a-z]+/.exec(name)?.[0] ?? '';
  return IRREGULAR.test(first) || (first.endsWith('ed') && !VERBS_IN_ED.test(first));
}

const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

const placeOf = ({ name, path }: Exported): string => `${name} in ${path}`;

const duplicatesOf = (words: readonly string[]): string[] => [...new Set(words.filter((word, n) => words.indexOf(word) !== n))];
