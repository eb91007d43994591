import { bundleFunctions } from './bundle.ts';

/* Everything that is built before it is deployed, into build/. */
await bundleFunctions();
