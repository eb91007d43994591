import { readFileSync } from 'node:fs';
import { LocalProblem } from './problem.ts';
import type { OnStep } from './start-stack.ts';
import { type RawResources, readResources } from './template/template.ts';

/** The synthesized cloud: its resources, and where the bundles of its functions are. */
export interface Cloud {
  readonly resources: RawResources;
  readonly assetsDirectory: string;
  /** Where the built web app is. */
  readonly siteFolder: string;
}

export interface CloudSettings {
  /** Where people reach the service, unless a setting says otherwise. */
  readonly site: string;
  readonly issuer: string;
  readonly audience: string;
  readonly outdir: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onStep: OnStep;
}

/**
 * Bundles the functions and synthesizes the stack that would be deployed, with the settings of the environment. Throws
 * `LocalProblem` for a setting that cannot be right.
 */
export async function synthesize({ site, issuer, audience, outdir, environment, onStep }: CloudSettings): Promise<Cloud> {
  onStep('Bundling the functions and the web app');
  // Imported here and at once: the bundler works in a process of its own meanwhile.
  const [{ bundleFunctions }, { bundleSite, SITE_FOLDER }, { readConfig, SettingError }] = await Promise.all([
    import('../infra/bundle.ts'),
    import('../infra/bundle-site.ts'),
    import('../infra/config.ts'),
  ]);
  const app = import('../infra/app.ts');
  const readSettings = () => {
    try {
      return readConfig((name) => environment[name]);
    } catch (error) {
      throw error instanceof SettingError ? new LocalProblem(error.message) : error;
    }
  };
  const config = readSettings();
  await Promise.all([bundleFunctions(), bundleSite()]);
  const { createApp } = await app;
  onStep('Synthesizing the CloudFormation template');
  const assembly = createApp(
    { ...config, publicUrl: config.publicUrl ?? site, signIn: config.signIn ?? { issuer, audience } },
    { validate: false, outdir },
  ).synth();
  const [stack] = assembly.stacks;
  if (stack === undefined) throw new LocalProblem('The CDK app has no stack.');
  const template: unknown = JSON.parse(readFileSync(stack.templateFullPath, 'utf8'));
  return { resources: readResources(template), assetsDirectory: assembly.directory, siteFolder: SITE_FOLDER };
}
