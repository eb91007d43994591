// Stands before each script of package.json, and runs on any Node: without packages the system's own Node would say a stack trace.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (!existsSync(join(__dirname, '..', 'node_modules', '.bin', 'node'))) {
  process.stderr.write('The packages are not installed: run npm ci, and then this again.\n');
  process.exit(1);
}
