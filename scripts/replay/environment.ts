import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { receiveMailSettings } from '../../functions/mail-in/settings.ts';
import type { Call } from './arguments.ts';

type Environment = Readonly<Record<string, string>>;

const environmentSchema = z.record(z.string(), z.string());

/** The settings of the receive-mail function, as the call says where they are. Throws an Error with the way out. */
export async function environmentFor({ settings, data }: Pick<Call, 'settings' | 'data'>): Promise<Environment> {
  if (settings !== undefined) return fromFile(settings);
  return data === undefined ? {} : fromLocalStack(data);
}

function fromFile(file: string): Environment {
  const parsed = environmentSchema.safeParse(jsonIn(file));
  if (!parsed.success) throw new Error(`${file} is no JSON object of settings: see --help for how to make it.`);
  return parsed.data;
}

/** Credentials are not told: the local engines take any, and a DynamoDB elsewhere takes those of the environment. */
async function fromLocalStack(data: string): Promise<Environment> {
  const running = z.object({ url: z.string() }).safeParse(jsonIn(join(data, 'running.json')));
  const answer = running.success ? await fetch(`${running.data.url}/local/api/settings`).catch(() => undefined) : undefined;
  if (!answer?.ok) throw new Error(`Nothing runs with its data in ${data}: start it with npm start, or name another --data.`);
  const functions = Object.values(z.record(z.string(), environmentSchema).parse(await answer.json()));
  const found = functions.find((environment) => receiveMailSettings.every((name) => name in environment));
  if (!found) throw new Error('The local stack has no function that receives mail.');
  return { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', ...found };
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
