import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseLinkKeys, withNewKey } from '../functions/platform/links/link-keys.ts';
import { openSecrets } from '../local/engines/secrets.ts';

const HELP = `Makes a new key for magic links. Links of the key before it still work; those of older keys do not any more.

  npm exec -- node scripts/rotate-link-keys.ts SECRET [--json]
  npm exec -- node scripts/rotate-link-keys.ts --data DIR [--json]

  SECRET      ARN or name of the secret, with AWS credentials and region from the environment
  --data DIR  the keys of the local stack that keeps its data in DIR (usually .local), running or not
  --json      print the outcome as JSON
  --help      print this

Within five minutes every function signs with the new key. Let the meetings that were invited with the older key pass before the next
rotation. No key is ever printed. Exit status: 0 done, 1 failed.
`;

/** Where the secret is kept. */
interface Vault {
  readonly read: () => Promise<string>;
  readonly write: (text: string) => Promise<void>;
}

try {
  const options = { data: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [secret] = positionals;
  if (values.help) process.stdout.write(HELP);
  else if ((secret === undefined) === (values.data === undefined) || positionals.length > 1) {
    throw new Error('Name one secret, or one --data directory. See --help');
  } else {
    const outcome = await rotate(values.data === undefined ? awsVault(secret ?? '') : localVault(values.data));
    process.stdout.write(`${values.json ? JSON.stringify(outcome) : worded(outcome)}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function rotate({ read, write }: Vault) {
  const { text, current, dropped } = withNewKey(await read(), randomBytes(48).toString('base64url'));
  await write(text);
  return { current, dropped };
}

function worded({ current, dropped }: Awaited<ReturnType<typeof rotate>>): string {
  const gone = dropped.length === 0 ? 'Links given out until now still work.' : `Links signed with ${dropped.join(', ')} no longer work.`;
  return `New links are signed with ${current} within five minutes. ${gone}`;
}

function awsVault(SecretId: string): Vault {
  const secrets = new SecretsManagerClient();
  return {
    read: async () => (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '',
    write: async (SecretString) => void (await secrets.send(new PutSecretValueCommand({ SecretId, SecretString }))),
  };
}

function localVault(directory: string): Vault {
  const path = join(directory, 'secrets.json');
  if (!existsSync(path)) throw new Error(`${path} is not there: start the local stack with this directory once, or name another --data`);
  const secrets = openSecrets(path);
  const values: Record<string, string> = JSON.parse(readFileSync(path, 'utf8'));
  const names = Object.keys(values).filter((name) => holdsLinkKeys(values[name] ?? ''));
  const [name] = names;
  if (name === undefined || names.length > 1) throw new Error(`${path} holds ${names.length} secrets of link keys, not one`);
  return { read: async () => secrets.get(name) ?? '', write: (text) => secrets.put(name, text) };
}

function holdsLinkKeys(text: string): boolean {
  try {
    return parseLinkKeys(text).byId.size > 0;
  } catch {
    return false;
  }
}
