import { bundleFunctions } from './bundle.ts';
import { bundleSite } from './bundle-site.ts';

/* Everything that is built before it is deployed, into build/. */
const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write('npm run build   builds the functions and the web app into build/, as they are deployed.\n');
} else if (args.length > 0) {
  process.stderr.write(`Nothing can be said to it: ${args.join(' ')}. See --help\n`);
  process.exitCode = 2;
} else await Promise.all([bundleFunctions(), bundleSite()]);
