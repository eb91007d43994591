/**
 * Writes shared/itip/windows-zones.ts: what Microsoft calls a time zone -> its IANA name, from the CLDR table that
 * node-ical carries. Run it again when that package is updated: `node scripts/generate-windows-zones.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const root = join(import.meta.dirname, '..');
const table = z
  .record(z.string(), z.object({ iana: z.tuple([z.string()], z.string()) }))
  .parse(JSON.parse(readFileSync(join(root, 'node_modules', 'node-ical', 'windowsZones.json'), 'utf8')));

const quoted = (text: string) => (text.includes("'") ? JSON.stringify(text) : `'${text}'`);
const rows = Object.entries(table)
  .map(([name, { iana }]) => `  [${quoted(name)}, ${quoted(iana[0])}],`)
  .sort();

writeFileSync(
  join(root, 'shared', 'itip', 'windows-zones.ts'),
  `// Written by scripts/generate-windows-zones.ts from the CLDR table in node-ical. Do not edit.

/** Names and display names that Microsoft gives to time zones, and the IANA zone of the same clock. */
export const WINDOWS_ZONES: ReadonlyMap<string, string> = new Map([
${rows.join('\n')}
]);
`,
);
