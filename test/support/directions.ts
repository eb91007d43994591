import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNode, root, type Import, type Node, type SourceFile } from './source-file.ts';

/** One direction of the house, as a function of one file. */
export interface Rule {
  readonly says: string;
  /** What in this file breaks the rule. */
  readonly strays: (file: SourceFile) => readonly string[];
  /** Files that would break it, as path and text: a rule that cannot fail says nothing. */
  readonly broken: readonly (readonly [path: string, text: string])[];
}

export const packageJson: { dependencies: object; devDependencies: object; imports?: object } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const runtimePackages = Object.keys(packageJson.dependencies);
const allPackages = [...runtimePackages, ...Object.keys(packageJson.devDependencies)];

const CORE_PACKAGES = ['zod', 'ical-generator', 'preact', 'preact-render-to-string'];
const WEB_PACKAGES = ['preact', 'preact-iso'];
/** The files of the shell that may speak to AWS: each is the only door to one thing. */
const MAY_USE_AWS =
  /^functions\/(.+\.lambda|platform\/([a-z]+\/)?([a-z-]+-store|ledger|mailer|inbox|hint|dead-letters|link-keys|check-origin|conditional-write))\.ts$/;

export const rules: readonly Rule[] = [
  {
    says: '1. the core imports only itself and its few pure libraries',
    strays: among('shared/', (file) =>
      importing(file, ({ isOurs, target }) => !(isOurs ? isIn('shared/', target) : CORE_PACKAGES.includes(target))),
    ),
    broken: [
      ['shared/room/a.ts', "import { readFile } from 'node:fs/promises';"],
      ['shared/room/a.ts', "import type { SQSEvent } from 'aws-lambda';"],
      ['shared/room/a.ts', "import { log } from '../../functions/platform/log.ts';"],
      ['shared/room/a.ts', "const { load } = await import('../../web/api.ts');"],
      ['shared/room/a.ts', "type Log = import('../../functions/platform/log.ts').Log;"],
    ],
  },
  {
    says: '1. the core asks neither a clock nor chance nor Node',
    strays: among('shared/', ({ nodes }) => nodes.filter(isImpure).map(({ type }) => `${type}: clock, chance or Node`)),
    broken: [
      ['shared/room/a.ts', 'export const now = () => Date.now();'],
      ['shared/room/a.ts', 'export const now = () => new Date();'],
      ['shared/room/a.ts', 'export const chance = () => Math.random();'],
      ['shared/room/a.ts', 'export const id = () => crypto.randomUUID();'],
      ['shared/room/a.ts', 'export const home = () => globalThis.process.cwd();'],
      ['shared/room/a.ts', "export const bytes = Buffer.from('a');"],
    ],
  },
  {
    says: '2. a capability imports the platform and the core, never another capability; the platform imports no capability',
    strays: among('functions/', (file) =>
      importing(
        file,
        ({ isOurs, target }) =>
          // The generated document is served as it stands.
          isOurs &&
          target !== 'docs/openapi.json' &&
          !['shared/', 'functions/platform/', capabilityOf(file)].some((in_) => isIn(in_, target)),
      ),
    ),
    broken: [
      ['functions/rooms/a.ts', "import { send } from '../mail-out/send-mail.ts';"],
      ['functions/platform/a.ts', "import type { Settings } from '../rooms/settings.ts';"],
      ['functions/rooms/a.ts', "import { colours } from '../../web/tokens.ts';"],
    ],
  },
  {
    says: '2. what the functions need at run time is a dependency, not a development tool',
    strays: among('functions/', (file) =>
      importing(
        file,
        ({ isOurs, isTypeOnly, target }) => !isOurs && !isTypeOnly && !isBuiltIn(target) && !runtimePackages.includes(target),
      ),
    ),
    broken: [['functions/rooms/a.ts', "import { simpleParser } from 'mailparser';"]],
  },
  {
    says: '3. the web app imports only itself, the core and its few libraries; schemas only as types, OpenID Connect only to sign in',
    strays: among('web/', (file) =>
      importing(file, ({ isOurs, isTypeOnly, target }) => {
        if (!isOurs) return target === 'oauth4webapi' ? !isIn('web/sign-in/', file.path) : !WEB_PACKAGES.includes(target);
        return !['web/', 'shared/'].some((in_) => isIn(in_, target)) || (target === 'shared/api/contract.ts' && !isTypeOnly);
      }),
    ),
    broken: [
      ['web/pages/a.tsx', "import type { Settings } from '../../functions/rooms/settings.ts';"],
      ['web/pages/a.tsx', "import { roomView } from '../../shared/api/contract.ts';"],
      ['web/pages/a.tsx', "import * as z from 'zod';"],
      ['web/pages/a.tsx', "import * as oauth from 'oauth4webapi';"],
    ],
  },
  {
    says: '4. the cloud imports only types from the functions, and nothing from the web app',
    strays: among('infra/', (file) =>
      importing(file, ({ isOurs, isTypeOnly, target }) => {
        if (!isOurs) return false;
        return isIn('functions/', target) ? !isTypeOnly : !['infra/', 'shared/'].some((in_) => isIn(in_, target));
      }),
    ),
    broken: [
      ['infra/rooms.ts', "import { handler } from '../functions/rooms/rooms-api.lambda.ts';"],
      ['infra/rooms.ts', "import { type RoomsSettings, names } from '../functions/rooms/settings.ts';"],
      ['infra/page-settings.ts', "import type { Page } from '../web/pages/page.ts';"],
    ],
  },
  {
    says: '5. only the doors to AWS import its SDK',
    strays: among('functions/', (file) =>
      MAY_USE_AWS.test(file.path) ? [] : importing(file, ({ target }) => /^@(aws-sdk|smithy)\//.test(target)),
    ),
    broken: [
      ['functions/rooms/book-room.ts', "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';"],
      ['functions/platform/rooms/run-command.ts', "import type { UpdateCommand } from '@aws-sdk/lib-dynamodb';"],
    ],
  },
  {
    says: '6. only an entry reads the environment or creates a client',
    strays: among('functions/', (file) =>
      file.path.endsWith('.lambda.ts') ? [] : [...importing(file, isProcess), ...file.nodes.filter(isWiring).map(({ type }) => type)],
    ),
    broken: [
      ['functions/platform/rooms/room-store.ts', 'const table = process.env.ROOMS_TABLE;'],
      ['functions/platform/rooms/room-store.ts', 'const { env } = process;'],
      ['functions/platform/rooms/room-store.ts', "const table = globalThis.process.env['ROOMS_TABLE'];"],
      ['functions/platform/rooms/room-store.ts', "import { env } from 'node:process';"],
      ['functions/platform/rooms/room-store.ts', 'const client = new DynamoDBClient({});'],
      ['functions/platform/rooms/room-store.ts', 'const client = DynamoDBDocumentClient.from(other);'],
    ],
  },
  {
    says: '7. no barrels, no default exports, no path aliases',
    strays: (file) => [
      ...(/(^|\/)index\.tsx?$/.test(file.path) ? ['a barrel by name'] : []),
      ...file.nodes.filter(isReExport).map(() => 'a re-export'),
      ...(file.path.endsWith('.config.ts') ? [] : file.nodes.filter(isDefaultExport).map(() => 'a default export')),
      ...importing(file, isAlias),
    ],
    broken: [
      ['shared/room/index.ts', "export const room = 'a';"],
      ['shared/room/a.ts', "export * from './room.ts';"],
      ['shared/room/a.ts', "export { room } from './room.ts';"],
      ['shared/room/a.ts', "export type { Room } from './room.ts';"],
      ['shared/room/a.ts', 'export default 1;'],
      ['shared/room/a.ts', 'const a = 1; export { a as default };'],
      ['shared/room/a.ts', "import { room } from '@/room/room.ts';"],
      ['shared/room/a.ts', "import { room } from '#room';"],
      ['shared/room/a.ts', "import { room } from './room';"],
    ],
  },
  {
    says: '8. inside the core a file imports only from its own floor and the floors below',
    strays: among('shared/', (file) => [
      ...(FLOORS.includes(floorOf(file.path)) ? [] : ['a file on no floor']),
      ...importing(
        file,
        ({ isOurs, target }) => isOurs && isIn('shared/', target) && FLOORS.indexOf(floorOf(target)) > FLOORS.indexOf(floorOf(file.path)),
      ),
    ]),
    broken: [
      ['shared/room/a.ts', "import type { Message } from '../mail/message.ts';"],
      ['shared/words/a.ts', "import { instantAt } from '../time/instant.ts';"],
      ['shared/a.ts', 'export const a = 1;'],
    ],
  },
  {
    says: '9. a file with properties draws the same cases in each run',
    strays: among('test/', (file) =>
      file.path !== REPEATABLE &&
      file.imports.some(({ target }) => target === 'fast-check') &&
      !file.imports.some(({ target }) => target === REPEATABLE)
        ? ['properties without a seed']
        : [],
    ),
    broken: [['test/core/a.test.ts', "import * as fc from 'fast-check';"]],
  },
];

const REPEATABLE = 'test/support/repeatable-properties.ts';

/** The floors of the core, from the ground up. A file imports from its own floor and from those below it. */
const FLOORS = ['words', 'time', 'room', 'wish', 'link', 'itip', 'mail', 'api'];

function among(folder: string, strays: Rule['strays']): Rule['strays'] {
  return (file) => (isIn(folder, file.path) ? strays(file) : []);
}

export const importing = (file: SourceFile, isStray: (imported: Import) => boolean): string[] =>
  file.imports.filter(isStray).map(({ specifier }) => specifier);

const floorOf = (path: string): string => path.split('/')[1] ?? '';

const isIn = (folder: string, path: string): boolean => path.startsWith(folder);

/** `functions/links/`, also for a file in a folder below it. */
const capabilityOf = ({ path }: SourceFile): string => `${path.split('/').slice(0, 2).join('/')}/`;

const isBuiltIn = (target: string): boolean => target.startsWith('node:');

const isProcess = ({ target }: Import): boolean => target === 'node:process' || target === 'process';

const isAlias = ({ isOurs, specifier, target }: Import): boolean =>
  isOurs ? !/\.[a-z]+$/.test(specifier) : !isBuiltIn(target) && !isPackage(target);

const isPackage = (name: string): boolean => allPackages.includes(name) || allPackages.includes(`@types/${name}`);

const isReExport = (node: Node): boolean =>
  node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && isNode(node['source']));

const isDefaultExport = (node: Node): boolean =>
  node.type === 'ExportDefaultDeclaration' || (node.type === 'ExportSpecifier' && nameOf(node['exported']) === 'default');

/** The process, however it is reached; a client made by `new` or by `from`. */
const isWiring = (node: Node): boolean =>
  isNamed(node, 'process') ||
  (node.type === 'NewExpression' && nameOf(node['callee']).endsWith('Client')) ||
  (isMember(node) && nameOf(node['object']).endsWith('Client') && nameOf(node['property']) === 'from');

const IMPURE = ['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues', 'performance.now'];
const NODE_GLOBALS = ['process', 'Buffer', 'fetch', 'setTimeout', 'setInterval'];

const isImpure = (node: Node): boolean =>
  (node.type === 'NewExpression' &&
    nameOf(node['callee']) === 'Date' &&
    Array.isArray(node['arguments']) &&
    node['arguments'].length === 0) ||
  (isMember(node) && IMPURE.includes(`${nameOf(node['object'])}.${nameOf(node['property'])}`)) ||
  NODE_GLOBALS.some((name) => isNamed(node, name));

const isNamed = (node: Node, name: string): boolean => node.type === 'Identifier' && nameOf(node) === name;

const isMember = (node: Node): boolean => node.type === 'MemberExpression';

const nameOf = (node: unknown): string => (isNode(node) && typeof node['name'] === 'string' ? node['name'] : '');
