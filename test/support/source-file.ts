import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'vite';

export const root = resolve(import.meta.dirname, '../..');

/** One of our source files as the direction rules see it. */
export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly nodes: readonly Node[];
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** Our own file from the root of the repository, or the name of a package (`node:fs`, `@aws-sdk/client-s3`). */
  readonly target: string;
  readonly isOurs: boolean;
  /** Nothing of it is left at run time. */
  readonly isTypeOnly: boolean;
}

/** A node of the syntax tree (ESTree with TypeScript's additions). */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Every TypeScript file below a folder of the repository; none if there is no such folder. */
export function sourceFilesIn(folder: string): SourceFile[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  return files.map((file) => sourceFile(`${folder}/${file.replaceAll('\\', '/')}`, readFileSync(join(path, file), 'utf8')));
}

/** Parses one file. A file with a syntax error is an error here too: nothing could be said about its imports. */
export function sourceFile(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const nodes = [...nodesOf(program)];
  return { path, nodes, imports: nodes.flatMap((node) => importsBy(node, path)) };
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function* nodesOf(value: unknown): Generator<Node> {
  if (isNode(value)) yield value;
  if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) yield* nodesOf(child);
}

/** Static and dynamic imports, re-exports, and `import('…')` in types: whatever names another module. */
function importsBy(node: Node, importer: string): Import[] {
  const specifier = isNode(node['source']) ? node['source']['value'] : undefined;
  if (typeof specifier !== 'string') return [];
  return [{ ...resolved(specifier, importer), specifier, isTypeOnly: isTypeOnly(node) }];
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type') return true;
  const names = Array.isArray(node['specifiers']) ? node['specifiers'].filter(isNode) : [];
  return names.length > 0 && names.every((name) => name['importKind'] === 'type' || name['exportKind'] === 'type');
}

function resolved(specifier: string, importer: string): Pick<Import, 'target' | 'isOurs'> {
  if (specifier.startsWith('.')) {
    return { isOurs: true, target: relative(root, resolve(root, dirname(importer), specifier)).replaceAll('\\', '/') };
  }
  const parts = specifier.split('/');
  return { isOurs: false, target: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}
