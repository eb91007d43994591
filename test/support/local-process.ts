import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const ENTRY = resolve(import.meta.dirname, '../../local/start.ts');

/** `npm start`, running. */
export interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  readonly exited: Promise<number | null>;
}

/** Starts it with these flags, and with no settings but these. */
export function runStart(flags: readonly string[], settings: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [ENTRY, ...flags], {
    env: { ...cleanEnvironment(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (errors += text.toString()));
  const exited = new Promise<number | null>((done) => child.once('close', done));
  return { child, output: () => output + errors, errors: () => errors, exited };
}

// Under `npm test` npm's own variables are set, and the settings of the person who runs the tests must not change them.
function cleanEnvironment(): NodeJS.ProcessEnv {
  const names = [
    'PATH',
    'HOME',
    'TMPDIR',
    'SYSTEMROOT',
    'NODE_COMPILE_CACHE',
    'DYNAMODB_ENDPOINT',
    'AWS_REGION',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
  ];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/** The address that it is ready at; throws with its output when it ends before. */
export async function untilReady({ child, output, exited }: Running): Promise<string> {
  const siteIn = () => /^Ready: (\S+)$/m.exec(output())?.[1];
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      const site = siteIn();
      if (site !== undefined) resolve(site);
    });
  });
  const site = await Promise.race([ready, exited.then(siteIn)]);
  if (site === undefined) throw new Error(`The local stack did not start:\n${output()}`);
  return site;
}
