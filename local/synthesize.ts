import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig, SettingError } from '../infra/config.ts';
import { nameStack } from '../infra/stack-name.ts';
import { keepAssembly } from './kept-assemblies.ts';
import { LocalProblem } from './problem.ts';
import type { OnStep } from './start-stack.ts';
import { type RawResources, readResources } from './template/template.ts';

/** The local sign-in stands for a user pool of this name. */
const LOCAL_USER_POOL = 'eu-west-1_local';

/** The synthesized cloud: its resources, and where the bundles of its functions are. */
export interface Cloud {
  readonly resources: RawResources;
  readonly assetsDirectory: string;
  /** Where the built web app is. */
  readonly siteFolder: string;
}

export interface CloudSettings {
  /** Where people reach the service, unless a setting says otherwise. Its issuer is at `/oidc`. */
  readonly site: string;
  readonly audience: string;
  /** Gets the assembly; what was in it before is deleted. */
  readonly outdir: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onStep: OnStep;
}

/** Stands for the site in an assembly, because each start may have another port. */
const ANY_SITE = 'http://any-site.invalid';

/**
 * Bundles the functions and synthesizes the stack that would be deployed, with the settings of the environment. Throws
 * `LocalProblem` for a setting that cannot be right.
 */
export async function synthesize({ site, audience, outdir, environment, onStep }: CloudSettings): Promise<Cloud> {
  const config = readSettings(environment);
  const signIn = config.signIn ?? { issuer: `${ANY_SITE}/oidc`, audience, userPoolId: LOCAL_USER_POOL };
  const kept = await keepAssembly({ ...config, publicUrl: config.publicUrl ?? ANY_SITE, signIn }, onStep);
  rmSync(outdir, { recursive: true, force: true });
  cpSync(kept, outdir, { recursive: true });
  const file = join(outdir, `${nameStack(config.stage)}.template.json`);
  const text = readFileSync(file, 'utf8').replaceAll(ANY_SITE, site);
  writeFileSync(file, text);
  const template: unknown = JSON.parse(text);
  return { resources: readResources(template), assetsDirectory: outdir, siteFolder: findSite(outdir) };
}

/** The pages travel in the bundle of the function that publishes them. */
function findSite(assembly: string): string {
  const folder = readdirSync(assembly)
    .map((asset) => join(assembly, asset, 'web'))
    .find((path) => existsSync(path));
  if (folder === undefined) throw new LocalProblem(`${assembly} holds no web app: remove build/, and start again.`);
  return folder;
}

function readSettings(environment: NodeJS.ProcessEnv): Config {
  try {
    return readConfig((name) => environment[name]);
  } catch (error) {
    throw error instanceof SettingError ? new LocalProblem(error.message) : error;
  }
}
