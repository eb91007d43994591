import type { FunctionSpec } from '../../../local/workers/environment.ts';
import { createPool, type FunctionPool, type PoolLimits } from '../../../local/workers/function-pool.ts';

/** A pool of the probe functions, and the lines that they wrote. */
export function probePool(
  spec: Partial<FunctionSpec> = {},
  limits: Partial<PoolLimits> = {},
): { readonly pool: FunctionPool; readonly lines: string[] } {
  const lines: string[] = [];
  const full = {
    name: 'probe',
    file: new URL('./probe.mjs', import.meta.url).href,
    exportName: 'handler',
    timeoutMs: 5000,
    memoryMb: 128,
    env: { VARIABLE: 'its own', TZ: 'UTC' },
    clockOffsetMs: 0,
    ...spec,
  };
  const pool = createPool(full, { environments: 2, waiting: 100, ...limits }, (_, line) => void lines.push(line));
  return { pool, lines };
}
