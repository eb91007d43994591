import type { Cleanup } from './cleanup.ts';
import type { DataDirectory } from './data-directory.ts';
import { type Engines, startEngines } from './engines/engines.ts';
import { type QueuesEngine, startQueues } from './engines/queues.ts';
import { openSecrets, type Secrets } from './engines/secrets.ts';
import { openTables } from './engines/tables.ts';
import { type MailStore, openMailStore } from './mailbox/mail-store.ts';
import type { Options } from './options.ts';
import { openSigningKey, type SigningKey } from './sign-in/keys.ts';
import type { OnStep } from './start-stack.ts';
import type { Cloud } from './synthesize.ts';
import { openTemplate, type Template } from './template/template.ts';
import { makeValues } from './template/values.ts';

/** What the functions find around them. */
export interface Machine {
  readonly template: Template;
  /** Where the bundles of the functions are. */
  readonly assetsDirectory: string;
  /** Where the built web app is. */
  readonly siteFolder: string;
  readonly engines: Engines;
  readonly queues: QueuesEngine;
  readonly mail: MailStore;
  readonly key: SigningKey;
  readonly secrets: Secrets;
}

export interface MachineParts {
  readonly options: Options;
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: DataDirectory;
  readonly site: string;
  readonly cloud: Promise<Cloud>;
  readonly cleanup: Cleanup;
  readonly onStep: OnStep;
}

/** Starts the engines while the template is being synthesized, then makes in them what it describes. */
export async function startMachine(parts: MachineParts): Promise<Machine> {
  const { options, environment, directory, site, cloud, cleanup, onStep } = parts;
  onStep(directory.wasKilled ? 'Opening the tables, and making their indexes anew after a kill' : 'Opening the tables, queues and mail');
  const mail = openMailStore(directory.path('mail'));
  const secrets = openSecrets(directory.path('secrets.json'));
  const [tables, queues, key] = await Promise.all([
    openTables(directory, environment, options).then((opened) => cleanup.add(opened, ({ stop }) => stop())),
    startQueues().then((started) => cleanup.add(started, ({ stop }) => stop())),
    openSigningKey(directory.path('sign-in.json')),
  ]);
  const { resources, assetsDirectory, siteFolder } = await cloud;
  const template = openTemplate(resources, makeValues(resources, { queues: queues.url, site }));
  onStep('Making what the template describes');
  const engines = await startEngines({ template, tables, queues, mail, secrets, directory, environment });
  cleanup.add(engines, ({ stop }) => stop());
  return { template, assetsDirectory, siteFolder, engines, queues, mail, key, secrets };
}
