import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, type ReadSetting, SettingError } from './config.ts';

const STAGES_FOLDER = join(import.meta.dirname, '..', 'stages');

/** The settings of one stage: what its file says, and above it what the environment says. */
export interface StageSettings {
  readonly read: ReadSetting;
  /** Settings that the file names with an empty text: left out on purpose. */
  readonly leftOut: readonly string[];
}

/**
 * Reads `stages/<stage>.json`; a stage without a file has the environment alone. Throws `SettingError` for a file that is no
 * object of texts, or that names a setting that there is not.
 */
export function openStage(environment: NodeJS.ProcessEnv, folder = STAGES_FOLDER): StageSettings {
  const stage = environment['STAGE']?.trim() || 'prod';
  const file = readStageFile(join(folder, `${stage}.json`), stage);
  return {
    read: (name) => environment[name] || (name === 'STAGE' ? stage : file[name]),
    leftOut: Object.keys(file).filter((name) => file[name] === ''),
  };
}

function readStageFile(path: string, stage: string): Record<string, string> {
  // The stage's name becomes a part of a path: what is no name has no file, and readConfig says why.
  if (!/^[a-z0-9]+$/.test(stage) || !existsSync(path)) return {};
  const known = listSettings();
  const values: unknown = parse(path);
  if (typeof values !== 'object' || values === null || Array.isArray(values)) throw wrong(path, 'is no JSON object of settings');
  const entries = Object.entries(values).map(([name, value]): [string, string] => {
    if (!known.includes(name) || name === 'STAGE') throw wrong(path, `names ${name}, which is no setting of a stage`);
    if (typeof value === 'object') throw wrong(path, `gives ${name} no text`);
    return [name, String(value)];
  });
  return Object.fromEntries(entries);
}

/** The names of all settings: those that are asked for when a configuration is read. */
function listSettings(): readonly string[] {
  const names: string[] = [];
  readConfig((name) => void names.push(name));
  return names;
}

function parse(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  // JSON takes the last of two lines with one name, and says nothing.
  const names = [...text.matchAll(/"(\w+)"\s*:/g)].map(([, name = '']) => name);
  const twice = names.find((name, n) => names.indexOf(name) !== n);
  if (twice !== undefined) throw wrong(path, `names ${twice} twice`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const [place = 'it ends too early'] = /line \d+ column \d+/.exec(error instanceof Error ? error.message : '') ?? [];
    throw wrong(path, `is no JSON (${place})`);
  }
}

const wrong = (path: string, problem: string): SettingError =>
  new SettingError(`${path} ${problem}. Example: {"ALARM_EMAIL": "operator@example.org"}. See docs/configuration.md`);
