import { App } from 'aws-cdk-lib/core';
import { ASSEMBLY_FOLDER } from './assembly-folder.ts';
import { readConfig, SettingError } from './config.ts';
import { findRegionProblem } from './settings-sense.ts';
import { openStage } from './stage-settings.ts';

/*
 * What `cdk synth` and `cdk deploy` run. A setting comes from the environment (RECEIPT_RULE_SET=…) or from the CDK context
 * under its name in camel case (-c receiptRuleSet=…), or from the file of the stage. The first one that names it wins.
 */
const context = new App({ autoSynth: false, outdir: ASSEMBLY_FOLDER }).node;
const camelCase = (name: string) => name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const inContext = (name: string): string | undefined => {
  const value: unknown = context.tryGetContext(camelCase(name));
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
};

try {
  const regionProblem = findRegionProblem(process.env['CDK_DEFAULT_REGION'] || process.env['AWS_REGION']);
  if (regionProblem !== undefined) throw new SettingError(regionProblem);
  const stage = openStage(process.env);
  const config = readConfig((name) => process.env[name] || inContext(name) || stage.read(name));
  // Loaded here and not above, because loading takes seconds and a bad setting is said at once.
  const [{ createApp }, { bundleFunctions }, { bundleSite }] = await Promise.all([
    import('./app.ts'),
    import('./bundle.ts'),
    import('./bundle-site.ts'),
  ]);
  await Promise.all([bundleFunctions(), bundleSite()]);
  createApp(config, { validate: true, outdir: ASSEMBLY_FOLDER }).synth();
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
