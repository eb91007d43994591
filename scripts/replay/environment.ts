import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { receiveMailSettings } from '../../functions/mail-in/settings.ts';
import { readLocalEnvironment } from '../local-environment.ts';
import type { Call } from './arguments.ts';

type Environment = Readonly<Record<string, string>>;

const environmentSchema = z.record(z.string(), z.string());

/** The settings of the receive-mail function, as the call says where they are. Throws an Error with the way out. */
export async function environmentFor({ settings, data }: Pick<Call, 'settings' | 'data'>): Promise<Environment> {
  if (settings !== undefined) return fromFile(settings);
  return data === undefined ? {} : readLocalEnvironment(data, receiveMailSettings);
}

function fromFile(file: string): Environment {
  const parsed = environmentSchema.safeParse(jsonIn(file));
  if (!parsed.success) throw new Error(`${file} is no JSON object of settings: see --help for how to make it.`);
  return parsed.data;
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
