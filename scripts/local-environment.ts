import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const settings = z.record(z.string(), z.record(z.string(), z.string()));
const running = z.object({ url: z.string() });

/**
 * The settings of a function of the local stack that runs with its data in `directory`: of one that has all of these names. Throws an Error
 * with the way out. Credentials are not among the settings: the local engines take any.
 */
export async function readLocalEnvironment(directory: string, names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const found = running.safeParse(jsonIn(join(directory, 'running.json')));
  const answer = found.success ? await fetch(`${found.data.url}/local/api/settings`).catch(() => undefined) : undefined;
  if (!answer?.ok) throw new Error(`Nothing runs with its data in ${directory}: start it with npm start, or name another directory.`);
  const environment = Object.values(settings.parse(await answer.json())).find((one) => names.every((name) => name in one));
  if (!environment) throw new Error(`The local stack has no function with the settings ${names.join(', ')}.`);
  return { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', ...environment };
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
