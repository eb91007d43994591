import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { type Aws, askAwsPrivately } from './aws-cli.ts';
import { type CommandCall, requireAws, requireNoArguments } from './command-call.ts';
import type { CommandReport } from './command-report.ts';
import { requireStack } from './deployed-stack.ts';
import { textAt, valueAt } from './json-value.ts';
import { OpsProblem } from './ops-problem.ts';
import { type OriginKeyRotation, type OriginKeyVersions, rotateOriginKey } from './origin-key-rotation.ts';

const HEADER = 'x-origin-key';
const ASK_EVERY_MS = 15_000;
/** CloudFront takes about five minutes. */
const ASK_TIMES = 120;

/** Replaces the key by which functions know CloudFront. No request fails meanwhile. */
export async function runRotateOriginKey(call: CommandCall): Promise<CommandReport> {
  requireAws(call, 'The local stack makes its origin key at its first start, and nothing else can reach its functions.');
  requireNoArguments(call.args);
  const stack = await requireStack(call.aws, call.stage);
  const secret = stack.resource('OriginKey', 'AWS::SecretsManager::Secret');
  const distribution = stack.resource('Site', 'AWS::CloudFront::Distribution');
  const { before, after } = await rotateOriginKey({
    ...secretOf(call.aws, secret),
    ...siteOf(call.aws, distribution, secret),
    wait: async (millis) => void (await setTimeout(millis)),
    report: (step) => void process.stderr.write(`${step}\n`),
  });
  return {
    text: ['CloudFront sends a new key. Functions that run refuse the old one within five minutes.'],
    json: { before, after },
    next: 'npm run ops -- doctor',
  };
}

const versionStages = z.record(z.string(), z.array(z.string()));

function secretOf(aws: Aws, SecretId: string): Pick<OriginKeyRotation, 'readVersions' | 'addPending' | 'promote'> {
  return {
    readVersions: async () =>
      readVersions(versionStages.parse(valueAt(await aws('secretsmanager', 'describe-secret', { SecretId }), 'VersionIdsToStages'))),
    // By the SDK, as the keys of links: no key stands on a command line.
    addPending: async () => {
      const SecretString = randomBytes(48).toString('base64url');
      const made = await new SecretsManagerClient().send(
        new PutSecretValueCommand({ SecretId, SecretString, VersionStages: ['AWSPENDING'] }),
      );
      if (made.VersionId === undefined) throw new OpsProblem('Secrets Manager named no version of the new key. Run the command again.');
      return made.VersionId;
    },
    promote: async (version, before) => {
      const current = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: version, RemoveFromVersionId: before };
      await aws('secretsmanager', 'update-secret-version-stage', current);
      await aws('secretsmanager', 'update-secret-version-stage', { SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: version });
    },
  };
}

/** A rotation that was interrupted after its last step but one has left both stages with one version: it is over. */
function readVersions(stages: Readonly<Record<string, readonly string[]>>): OriginKeyVersions {
  const find = (stage: string): string | undefined => Object.keys(stages).find((version) => stages[version]?.includes(stage));
  const [current, pending] = [find('AWSCURRENT'), find('AWSPENDING')];
  if (current === undefined) throw new OpsProblem('The secret of the origin key has no current version: STAGE=… npm run deploy');
  return { current, pending: pending === undefined || pending === current ? null : pending };
}

function siteOf(aws: Aws, Id: string, SecretId: string): Pick<OriginKeyRotation, 'sendFrom' | 'waitForEdges'> {
  return {
    sendFrom: async (VersionId) => {
      const { SecretString: key } = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId, VersionId }));
      const found = await aws('cloudfront', 'get-distribution-config', { Id });
      const before = valueAt(found, 'DistributionConfig');
      const DistributionConfig = replaceHeader(before, key ?? '');
      if (JSON.stringify(DistributionConfig) === JSON.stringify(before)) return;
      await askAwsPrivately('cloudfront', 'update-distribution', { Id, IfMatch: textAt(found, 'ETag'), DistributionConfig });
    },
    waitForEdges: async () => {
      for (let asked = 0; asked < ASK_TIMES; asked++) {
        if (textAt(await aws('cloudfront', 'get-distribution', { Id }), 'Distribution', 'Status') === 'Deployed') return;
        await setTimeout(ASK_EVERY_MS);
      }
      throw new OpsProblem('CloudFront has not reached every edge in half an hour. Both keys hold. Run the command again later.');
    },
  };
}

const distributionConfig = z.looseObject({
  Origins: z.looseObject({
    Items: z.array(
      z.looseObject({
        CustomHeaders: z.optional(
          z.looseObject({ Items: z.optional(z.array(z.looseObject({ HeaderName: z.string(), HeaderValue: z.string() }))) }),
        ),
      }),
    ),
  }),
});

/** The same settings of a distribution, with this key in place of the one that it sends. Throws `OpsProblem` where it sends none. */
export function replaceHeader(found: unknown, key: string): unknown {
  const config = distributionConfig.parse(structuredClone(found));
  const headers = config.Origins.Items.flatMap(({ CustomHeaders }) => CustomHeaders?.Items ?? []);
  const ours = headers.filter(({ HeaderName }) => HeaderName.toLowerCase() === HEADER);
  if (ours.length === 0 || key === '') throw new OpsProblem(`The distribution sends no ${HEADER}: deploy the stack again.`);
  for (const header of ours) header.HeaderValue = key;
  return config;
}
