import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../infra/app.ts';
import { bundleFunctions } from '../infra/bundle.ts';
import { bundleSite } from '../infra/bundle-site.ts';
import { readConfig } from '../infra/config.ts';
import { nameMetrics } from '../infra/stack-name.ts';
import { addUnits } from './costs/cost-model.ts';
import { writeCostsPage } from './costs/costs-page.ts';
import { countTemplate } from './costs/count-template.ts';
import { readCommandLine } from './command-line.ts';

/* Writes docs/costs.md: npm run costs */
readCommandLine('npm run costs  writes docs/costs.md from the price table, the template and the counted units', {});
const root = join(import.meta.dirname, '..');
await bundleFunctions();
await bundleSite();
const outdir = mkdtempSync(join(tmpdir(), 'costs-'));
const { template } = createApp(
  readConfig(() => undefined),
  { validate: false, outdir },
).synth().stacks[0] ?? { template: { Resources: {} } };
rmSync(outdir, { recursive: true });
const resources = Object.values<{ Type: string; Properties?: Record<string, unknown> }>(template.Resources).map(
  ({ Type, Properties = {} }) => ({
    type: Type,
    properties: Properties,
  }),
);
const units = addUnits(readFileSync(join(root, 'docs/performance/units.md'), 'utf8'));
writeFileSync(join(root, 'docs/costs.md'), writeCostsPage({ ...countTemplate(resources, nameMetrics('prod')), ...units }));
process.stdout.write('Written: docs/costs.md\n');
