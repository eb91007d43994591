import { defineConfig } from 'vitest/config';
import { PATIENCE_MS } from './test/support/until.ts';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    environment: 'node',
    // Each core has its worker: without this, one of two cores stands still.
    maxWorkers: '100%',
    // Longer than what a test waits for, so that it fails with what it waited for. No test sets a limit of its own.
    testTimeout: 2 * PATIENCE_MS,
    hookTimeout: 2 * PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS, interval: 20 } },
  },
});
