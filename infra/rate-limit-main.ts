import { ASSEMBLY_FOLDER } from './assembly-folder.ts';
import { readRateLimit, SettingError } from './config.ts';
import { createRateLimitApp } from './rate-limit.ts';

/* What `npm run deploy:rate-limit` runs: docs/decisions/050-limits-of-requests.md. */
try {
  createRateLimitApp({ ...readRateLimit((name) => process.env[name]), outdir: ASSEMBLY_FOLDER }).synth();
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
