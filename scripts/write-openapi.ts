import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../shared/api/openapi.ts';

/*
 * Writes docs/openapi.json, which the API serves. Run it whenever a schema of shared/api changes; a test compares the two.
 */
writeFileSync(join(import.meta.dirname, '../docs/openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
