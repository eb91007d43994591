/**
 * Writes the mails of test/fixtures/mail and the page docs/calendars.md from the table of cases:
 * `node scripts/write-mail-fixtures.ts`. A test fails while they differ.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarsPage } from '../test/fixtures/mail/calendars-page.ts';
import { allCases } from '../test/fixtures/mail/cases.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'test', 'fixtures', 'mail', 'eml');

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) rmSync(join(folder, name));
for (const { file, write } of allCases) writeFileSync(join(folder, file), write());
writeFileSync(join(root, 'docs', 'calendars.md'), calendarsPage(allCases));
