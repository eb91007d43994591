import './jsx.ts';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { endMisused, readCommandLine } from '../scripts/command-line.ts';
import { markdown, type Section } from './report.ts';

/*
 * `npm run bench` measures everything, `npm run bench -- growth units` some of it. Each part's results are kept in
 * docs/performance/, and docs/performance.md is put together from them.
 */
const PARTS: Readonly<Record<string, () => Promise<() => Promise<Section>>>> = {
  'cold-import': async () => (await import('./cold-import.ts')).coldImport,
  units: async () => (await import('./units.ts')).units,
  links: async () => (await import('./links.ts')).links,
  growth: async () => (await import('./growth.ts')).growth,
  wishes: async () => (await import('./wishes.ts')).wishes,
  sweep: async () => (await import('./sweep.ts')).sweep,
  'sweep-backlog': async () => (await import('./sweep.ts')).sweepBacklog,
  'link-tokens': async () => (await import('./link-tokens.ts')).linkTokens,
  'mail-writing': async () => (await import('./mail-writing.ts')).mailWriting,
  'inbound-reading': async () => (await import('./inbound.ts')).inboundReading,
  'inbound-bombs': async () => (await import('./inbound.ts')).inboundBombs,
  'web-weight': async () => (await import('./web.ts')).webWeight,
  'web-ready': async () => (await import('./web.ts')).webReady,
  'local-start': async () => (await import('./local-stack.ts')).localStart,
  'local-latency': async () => (await import('./local-stack.ts')).localLatency,
  'local-throughput': async () => (await import('./local-stack.ts')).localThroughput,
};

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'performance');
const HELP = `npm run bench            measures everything, and writes docs/performance.md
npm run bench -- PART …  measures some of it: ${Object.keys(PARTS).join(', ')}`;
const { words: wanted } = readCommandLine(HELP, {}, true);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) endMisused(`No such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}`);

mkdirSync(folder, { recursive: true });
for (const [name, load] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`${name} …\n`);
  const text = markdown(await (await load())());
  writeFileSync(join(folder, `${name}.md`), `${text}\n`);
  process.stdout.write(`${text}\n\n`);
}

const parts = readdirSync(folder).toSorted(
  (a, b) => Object.keys(PARTS).indexOf(a.slice(0, -3)) - Object.keys(PARTS).indexOf(b.slice(0, -3)),
);
const machine = `Measured on ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}. Machines are shared and noisy: read the ratios, which come from one run each.`;
const sections = parts.map((file) => readFileSync(join(folder, file), 'utf8'));
writeFileSync(
  join(root, 'docs', 'performance.md'),
  ['# Performance', '', `${machine} Made by \`npm run bench\`.`, '', ...sections].join('\n'),
);
