import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** All that bundles and templates are made from. The lock files stand for the packages: the second is of what is installed. */
const SOURCES = [
  'functions',
  'infra',
  'shared',
  'web',
  'docs/openapi.json',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tsconfig.json',
];

/** A digest that changes when one byte of what is built from changes, or the name of a file. `root`: where the sources are. */
export function digestSources(root: string = ROOT): string {
  const digest = createHash('sha256').update(process.version);
  for (const path of SOURCES.flatMap((source) => listFiles(root, source))) {
    const contents = readFileSync(join(root, path));
    digest.update(`\n${path} ${contents.length}\n`).update(contents);
  }
  return digest.digest('hex');
}

function listFiles(root: string, path: string): readonly string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();
}
