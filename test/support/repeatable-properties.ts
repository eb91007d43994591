import { configureGlobal } from 'fast-check';

/*
 * Every property draws the same cases in each run, because a run that failed must fail again.
 * PROPERTY_SEED draws others; the workflow `properties` does so each night.
 */
configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_127) });
