import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Config } from './config.ts';
import { domainOf } from './mail-domain.ts';
import { CDK_CONTEXT } from './context.ts';
import { SchedulingStack } from './stack.ts';
import { nameStack } from './stack-name.ts';

export interface AppOptions {
  /** Whether synthesis also checks the template against AWS's rules (about two seconds), fails where one is broken, and warns
   * of settings that nobody can deploy with. */
  readonly validate: boolean;
  /** Where `synth()` writes the assembly. Without a name the CDK makes a temporary folder that stays. */
  readonly outdir: string;
}

/** The one definition of the service, for `cdk`, the tests and the local stack alike. Call `bundleFunctions` before. */
export function createApp(config: Config, { validate, outdir }: AppOptions): App {
  const app = new App({
    context: CDK_CONTEXT,
    analyticsReporting: false,
    builtinCloudFormationValidation: validate,
    outdir,
  });
  const stack = new SchedulingStack(app, nameStack(config.stage), config);
  if (!validate) return app;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  if (domainOf(config.organizerEmail).endsWith('.example')) {
    const warning =
      'NOTIFICATIONS_FROM_EMAIL is not set: this template can be read, but mail from it would never leave. See docs/deploy.md';
    Validations.of(stack).addWarning('OrganizerMailbox', warning);
  }
  return app;
}
