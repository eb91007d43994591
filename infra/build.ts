import { bundleFunctions } from './bundle.ts';
import { bundleSite } from './bundle-site.ts';

/* Everything that is built before it is deployed, into build/. */
await Promise.all([bundleFunctions(), bundleSite()]);
