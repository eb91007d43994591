import { readRateLimit, SettingError } from './config.ts';
import { createRateLimitApp } from './rate-limit.ts';

/* What `npm run deploy:rate-limit` runs: docs/decisions/050-limits-of-requests.md. */
try {
  createRateLimitApp(readRateLimit((name) => process.env[name])).synth();
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
