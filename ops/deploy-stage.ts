import { spawn } from 'node:child_process';
import { nameStack } from '../infra/stack-name.ts';
import { readConfig, SettingError } from '../infra/config.ts';
import { findRegionProblem } from '../infra/settings-sense.ts';
import { openStage } from '../infra/stage-settings.ts';
import { askAws } from './aws-cli.ts';
import { findStack } from './deployed-stack.ts';
import { OpsProblem } from './ops-problem.ts';
import { findAwsLimits } from './account-limits.ts';
import { compareSettings, requireDeployable, requireNothingDropped } from './settings-drift.ts';

const HELP = `npm run deploy -- [flags of cdk deploy]
Deploys one stage: STAGE=dev npm run deploy. Its settings are in stages/<stage>.json (docs/configuration.md).
Stops before anything is changed when a setting cannot be right, or when the deployed stack has a setting that this deployment
would drop. Warns of what a new AWS account may not do yet. Exit status: 0 deployed, 1 failed or stopped.
`;

try {
  const args = process.argv.slice(2);
  if (args.includes('--help')) process.stdout.write(HELP);
  else process.exitCode = await deploy(args);
} catch (error) {
  if (!(error instanceof OpsProblem || error instanceof SettingError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function deploy(args: readonly string[]): Promise<number> {
  const region = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];
  const problem = findRegionProblem(region);
  if (problem !== undefined) throw new SettingError(problem);
  const { read, leftOut } = openStage(process.env);
  const { stage, given, publicUrl, certificateArn } = readConfig(read);
  const stack = await findStack(askAws, stage);
  if (stack !== null) requireNothingDropped(compareSettings(stack.settings, given, leftOut), stack.settings, stage);
  requireDeployable(given, stage);
  if (publicUrl !== null && certificateArn === null)
    process.stderr.write(
      `Mind: PUBLIC_URL is ${publicUrl}, but without CERTIFICATE_ARN CloudFront does not answer there, and links in mail lead nowhere.\n`,
    );
  for (const limit of await findAwsLimits(askAws)) process.stderr.write(`Mind: ${limit}\n`);
  const cdk = spawn('cdk', ['deploy', '--strict', nameStack(stage), ...args], {
    stdio: 'inherit',
    env: { ...process.env, STAGE: stage },
  });
  return new Promise((resolve, reject) => {
    cdk.on('error', reject);
    cdk.on('exit', (code) => resolve(code ?? 1));
  });
}
