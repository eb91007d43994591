import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './test/support/until.ts';

// The tests start hundreds of processes, and most of the work of each is to compile the same modules.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled');

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['test/support/temporary-files.ts'],
    // Three workers for two cores: about half of the time a worker waits for a process, a browser or a queue.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // One process for many files: loading the AWS SDK, the CDK and our own modules anew for each file took a third of the time.
    // So a test leaves nothing behind: what it changes in the process, it changes back.
    isolate: false,
    // Longer than what a test waits for, so that it fails with what it waited for. No test sets a limit of its own.
    testTimeout: 2 * PATIENCE_MS,
    hookTimeout: 2 * PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS, interval: 20 } },
  },
});
