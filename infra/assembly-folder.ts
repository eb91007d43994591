import { join } from 'node:path';
import { BUILD_FOLDER } from './build-folders.ts';

/** Where the programs that `cdk` runs write their assembly: the CLI of the CDK says it. */
export const ASSEMBLY_FOLDER = process.env['CDK_OUTDIR'] || join(BUILD_FOLDER, 'assembly');
