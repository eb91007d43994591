import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLinkKeys, withNewKey } from '../functions/platform/links/link-keys.ts';
import { openSecrets } from '../local/engines/secrets.ts';
import { type CommandCall, requireNoArguments } from './command-call.ts';
import { requireStack } from './deployed-stack.ts';
import { OpsProblem } from './ops-problem.ts';
import type { CommandReport } from './command-report.ts';

/** Where the secret is kept. */
interface Vault {
  readonly read: () => Promise<string>;
  readonly write: (text: string) => Promise<void>;
}

/** Makes a new key for magic links. Links of the key before it still work; those of older keys do not any more. */
export async function runRotateLinkKeys(call: CommandCall): Promise<CommandReport> {
  requireNoArguments(call.args);
  const { read, write } = call.local === undefined ? await awsVault(call) : localVault(call.local);
  const { text, current, dropped } = withNewKey(await read(), randomBytes(48).toString('base64url'));
  await write(text);
  const gone = dropped.length === 0 ? 'Links given out until now still work.' : `Links signed with ${dropped.join(', ')} no longer work.`;
  return { text: [`New links are signed with ${current} within five minutes. ${gone}`], json: { current, dropped } };
}

// By the SDK, not by the command line: what stands on a command line is seen by everybody on the machine.
async function awsVault({ aws, stage }: CommandCall): Promise<Vault> {
  const SecretId = (await requireStack(aws, stage)).resource('MagicLinksKeys', 'AWS::SecretsManager::Secret');
  const secrets = new SecretsManagerClient();
  return {
    read: async () => (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '',
    write: async (SecretString) => void (await secrets.send(new PutSecretValueCommand({ SecretId, SecretString }))),
  };
}

function localVault(directory: string): Vault {
  const path = join(directory, 'secrets.json');
  if (!existsSync(path))
    throw new OpsProblem(`${path} is not there: start the local stack with this directory once, or name another --local`);
  const secrets = openSecrets(path);
  const values: Record<string, string> = JSON.parse(readFileSync(path, 'utf8'));
  const names = Object.keys(values).filter((name) => holdsLinkKeys(values[name] ?? ''));
  const [name] = names;
  if (name === undefined || names.length > 1) throw new OpsProblem(`${path} holds ${names.length} secrets of link keys, not one`);
  return { read: async () => secrets.get(name) ?? '', write: (text) => secrets.put(name, text) };
}

function holdsLinkKeys(text: string): boolean {
  try {
    return parseLinkKeys(text).byId.size > 0;
  } catch {
    return false;
  }
}
