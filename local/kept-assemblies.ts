import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FOLDER } from '../infra/build-folders.ts';
import type { Config } from '../infra/config.ts';
import { digestSources } from '../infra/digest-sources.ts';
import type { OnStep } from './start-stack.ts';

/*
 * Loading the bundlers and the CDK, bundling and synthesizing are most of the work of a start. The result depends on the sources
 * and the settings alone, so a start that finds both unchanged takes the assembly of an earlier one.
 */

const KEPT = join(BUILD_FOLDER, 'assemblies');
const UNUSED_AFTER_MS = 24 * 3_600_000;

/** The folder of the assembly that the sources make of these settings; nobody may change it. Bundles and synthesizes when it is new. */
export async function keepAssembly(config: Config, onStep: OnStep): Promise<string> {
  const sources = digestSources();
  const kept = join(
    KEPT,
    createHash('sha256')
      .update(`${sources}\n${JSON.stringify(config)}`)
      .digest('hex'),
  );
  if (existsSync(kept)) {
    onStep('Nothing has changed since an earlier start: taking its bundles and its CloudFormation template');
    utimesSync(kept, new Date(), new Date());
    return kept;
  }
  removeUnused();
  const unfinished = `${kept}.${process.pid}`;
  await makeAssembly(config, unfinished, onStep);
  // What was made while somebody wrote the sources belongs to no digest.
  if (digestSources() !== sources) return unfinished;
  return moveInto(kept, unfinished);
}

async function makeAssembly(config: Config, outdir: string, onStep: OnStep): Promise<void> {
  onStep('Bundling the functions and the web app');
  // Imported here and at once: the bundler works in a process of its own meanwhile.
  const bundled = import('../infra/bundle-if-changed.ts').then(({ bundleIfChanged }) => bundleIfChanged());
  const [{ createApp }] = await Promise.all([import('../infra/app.ts'), bundled]);
  onStep('Synthesizing the CloudFormation template');
  createApp(config, { validate: false, outdir }).synth();
}

function moveInto(kept: string, unfinished: string): string {
  try {
    renameSync(unfinished, kept);
  } catch (error) {
    // Another process was faster with the same assembly.
    if (!existsSync(kept)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return kept;
}

function removeUnused(): void {
  mkdirSync(KEPT, { recursive: true });
  for (const name of readdirSync(KEPT)) {
    const used = statSync(join(KEPT, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - used > UNUSED_AFTER_MS) rmSync(join(KEPT, name), { recursive: true, force: true });
  }
}
