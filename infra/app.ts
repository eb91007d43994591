import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { SchedulingStack } from './stack.ts';

export interface AppOptions {
  /** Whether synthesis also checks the template against AWS's rules (about two seconds) and fails where one is broken. */
  readonly validate: boolean;
  /** Where `synth()` writes the assembly; a temporary folder when absent. */
  readonly outdir?: string;
}

// The same feature flags whether the CDK command runs this or not.
const { context }: { context: Record<string, unknown> } = JSON.parse(readFileSync(join(import.meta.dirname, '../cdk.json'), 'utf8'));

/** The one definition of the service, for `cdk`, the tests and the local stack alike. Call `bundleFunctions` before. */
export function createApp(config: Config, { validate, outdir }: AppOptions): App {
  const app = new App({
    context,
    analyticsReporting: false,
    builtinCloudFormationValidation: validate,
    ...(outdir && { outdir }),
  });
  new SchedulingStack(app, 'OphthalmoPractice', config);
  if (validate) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
