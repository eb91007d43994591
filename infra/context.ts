import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const { context }: { context: Record<string, unknown> } = JSON.parse(readFileSync(join(import.meta.dirname, '../cdk.json'), 'utf8'));

/** The same feature flags whether the CDK command runs an app or something else does. */
export const CDK_CONTEXT = context;
