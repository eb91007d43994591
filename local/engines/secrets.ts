import { randomInt, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeWhole } from '../data-files.ts';
import { type Listening, readBody, sendJson, serve } from '../http.ts';
import { isRecord, parseJson, textAt } from '../json.ts';
import { LocalProblem } from '../problem.ts';
import type { Properties } from '../template/properties.ts';
import { arnOf } from '../template/values.ts';
import type { Template } from '../template/template.ts';

const SECRET_LIMIT_BYTES = 65_536;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The values of the template's secrets by name, kept in one file that is made at the first start. */
export interface Secrets {
  readonly get: (name: string) => string | undefined;
  readonly put: (name: string, value: string) => Promise<void>;
}

/** Reads the file of secrets; throws `LocalProblem` when something else is in it. */
export function openSecrets(path: string): Secrets {
  readValues(path);
  return {
    // Read each time, because the keys of links can be rotated by a command while the stack runs.
    get: (name) => readValues(path)[name],
    put: (name, value) => writeWhole(path, `${JSON.stringify({ ...readValues(path), [name]: value }, null, 2)}\n`),
  };
}

/** Gives each of the template's secrets a first value, generated as the template says. */
export async function createSecrets(template: Template, secrets: Secrets): Promise<void> {
  for (const { id, properties } of template.ofType('AWS::SecretsManager::Secret')) {
    if (secrets.get(template.name(id)) !== undefined) continue;
    await secrets.put(template.name(id), properties.optionalText('SecretString') ?? generate(properties.child('GenerateSecretString')));
  }
}

/** The part of Secrets Manager that the service uses: GetSecretValue and PutSecretValue. */
export function serveSecrets(secrets: Secrets): Promise<Listening> {
  return serve((request, response) => {
    answer(secrets, request, response).catch(() => sendJson(response, 500, { __type: 'InternalServiceError' }));
  });
}

async function answer(secrets: Secrets, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const operation = String(request.headers['x-amz-target']).split('.').pop();
  const input = parseJson((await readBody(request, SECRET_LIMIT_BYTES)).toString());
  const name = textAt(input, 'SecretId')?.split(':').pop() ?? '';
  const value = secrets.get(name);
  if (value === undefined) return sendJson(response, 400, { __type: 'ResourceNotFoundException', message: 'There is no such secret.' });
  const stage = textAt(input, 'VersionStage') ?? 'AWSCURRENT';
  if (stage !== 'AWSCURRENT')
    return sendJson(response, 400, { __type: 'ResourceNotFoundException', message: `No version is in ${stage}.` });
  const identity = { ARN: arnOf('secretsmanager', `secret:${name}`), Name: name, VersionId: randomUUID(), VersionStages: ['AWSCURRENT'] };
  if (operation === 'GetSecretValue') return sendJson(response, 200, { ...identity, SecretString: value });
  if (operation !== 'PutSecretValue')
    return sendJson(response, 400, { __type: 'InvalidRequestException', message: `No ${operation} here.` });
  await secrets.put(name, textAt(input, 'SecretString') ?? value);
  return sendJson(response, 200, identity);
}

// Letters and digits alone are within every rule about characters that a template can state.
function generate(rule: Properties | undefined): string {
  const length = rule?.optionalNumber('PasswordLength') ?? 32;
  const password = Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const key = rule?.optionalText('GenerateStringKey');
  const frame = parseJson(rule?.optionalText('SecretStringTemplate') ?? '');
  return key === undefined || !isRecord(frame) ? password : JSON.stringify({ ...frame, [key]: password });
}

function readValues(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  const values = parseJson(readFileSync(path, 'utf8'));
  const entries = isRecord(values) ? Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string') : [];
  if (!isRecord(values) || entries.length < Object.keys(values).length) {
    throw new LocalProblem(`${path} is damaged: start once with --fresh, or with another --data.`);
  }
  return Object.fromEntries(entries);
}
