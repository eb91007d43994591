import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';

type StackOfAssembly = ReturnType<App['synth']>['stacks'][number];

/** What `read` finds in the only stack of an app. Its assembly is gone afterwards. */
export function readAssembly<T>(create: (outdir: string) => App, read: (stack: StackOfAssembly) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    const [stack, ...others] = create(outdir).synth().stacks;
    if (!stack || others.length > 0) throw new Error(`expected one stack, found ${others.length + (stack ? 1 : 0)}`);
    return read(stack);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
