import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from './command-line.ts';
import { openApiDocument } from '../shared/api/openapi.ts';

readCommandLine('npm run openapi   writes docs/openapi.json, which the API serves. A test compares it with the schemas of shared/api.', {});

writeFileSync(join(import.meta.dirname, '../docs/openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
