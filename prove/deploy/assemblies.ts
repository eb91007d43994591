import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../infra/app.ts';
import { bundleIfChanged } from '../../infra/bundle-if-changed.ts';
import { readConfig } from '../../infra/config.ts';
import { nameStack } from '../../infra/stack-name.ts';
import { JUDGES_FOLDER } from './judge-tools.ts';

/** A stage as an operator would deploy it. */
export interface Stage {
  readonly label: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface Assembly {
  readonly label: string;
  readonly stackName: string;
  /** The cloud assembly: template, manifest and bundles. */
  readonly folder: string;
  readonly templateFile: string;
  readonly template: StackTemplate;
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: any;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666';

/** The two stages of the guide, one of which keeps its data, and each of the settings that add or take away parts of the stack. */
export const PROD: Stage = {
  label: 'prod',
  settings: { STAGE: 'prod', NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org', ALARM_EMAIL: 'operator@example.org' },
};
export const DEV: Stage = { label: 'dev', settings: { STAGE: 'dev', NOTIFICATIONS_FROM_EMAIL: 'practice@dev.example.org' } };
export const STAGES: readonly Stage[] = [
  PROD,
  DEV,
  {
    label: 'an address of its own in Route 53',
    settings: {
      ...PROD.settings,
      PUBLIC_URL: 'https://meet.example.org',
      CERTIFICATE_ARN: CERTIFICATE,
      HOSTED_ZONE: 'Z0123456789ABCDEFGHIJ:example.org',
      SIGN_UP_MAIL: 'ses',
      WEB_ACL_ARN: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/OphthalmoPractice/0a1b2c3d-1111-2222-3333-444455556666',
      URGENT_ALARM_EMAIL: 'pager@example.org',
      RUNBOOK_URL: 'https://github.com/example/practice/blob/main/docs/operations',
    },
  },
  {
    label: 'a guest of what the account has',
    settings: {
      ...DEV.settings,
      OIDC_ISSUER: 'https://login.example.org/',
      OIDC_AUDIENCE: 'practice',
      OIDC_USER_POOL_ID: 'eu-west-1_a1B2c3D4e',
      RECEIPT_RULE_SET: 'company-mail',
      SENDING_IDENTITY: 'example.org',
    },
  },
];

/** Synthesizes a stage into a folder of its own. */
export async function assemble({ label, settings }: Stage): Promise<Assembly> {
  await bundleIfChanged();
  const config = readConfig((name) => settings[name]);
  const folder = mkdtempSync(join(JUDGES_FOLDER, 'assembly-'));
  createApp(config, { validate: false, outdir: folder }).synth();
  const stackName = nameStack(config.stage);
  const templateFile = join(folder, `${stackName}.template.json`);
  return { label, stackName, folder, templateFile, template: JSON.parse(readFileSync(templateFile, 'utf8')) };
}

export const discard = ({ folder }: Assembly): void => rmSync(folder, { recursive: true, force: true });
