import { type Cleanup, createCleanup } from './cleanup.ts';
import { openDataDirectory } from './data-directory.ts';
import { openFrontPort } from './front-port.ts';
import type { Options } from './options.ts';
import { synthesize } from './synthesize.ts';

/** The service, running. */
export interface LocalStack {
  readonly site: string;
  readonly smtpPort: number;
  /** What the person who started it should know, one line each. */
  readonly notes: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Called at the beginning of each step of the start, with what the step does. */
export type OnStep = (step: string) => void;

/** The client id that the local issuer gives its tokens for. */
const LOCAL_AUDIENCE = 'ophthalmo-practice-local';

/** Starts everything, or nothing: what had been started is stopped again before this rejects. */
export async function startStack(options: Options, environment: NodeJS.ProcessEnv, onStep: OnStep): Promise<LocalStack> {
  const cleanup = createCleanup();
  try {
    return await start(options, environment, onStep, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function seedOnce(url: string): Promise<string> {
  const { seed } = await import('./seed.ts');
  return seed(url).catch((error: unknown) => `Not seeded: ${error instanceof Error ? error.message : String(error)}`);
}

const nothing = (): void => {};

async function start(options: Options, environment: NodeJS.ProcessEnv, onStep: OnStep, cleanup: Cleanup): Promise<LocalStack> {
  onStep(`Opening ${options.directory}`);
  const directory = await openDataDirectory(options.directory, options.fresh);
  const frontPort = cleanup.add(await openFrontPort(options.port, environment['PUBLIC_URL']), (opened) => opened.stop());
  directory.claim(frontPort.site);
  cleanup.add(directory, (claimed) => claimed.release());
  cleanup.add(directory.watch(), (look) => look.stop());
  const issuer = `${frontPort.site}/oidc`;
  const cloud = synthesize({
    site: frontPort.site,
    audience: LOCAL_AUDIENCE,
    outdir: directory.path('cloud'),
    environment,
    onStep,
  });
  // Awaited below; a wrong setting must not count as unhandled while the engines are being loaded.
  cloud.catch(() => undefined);
  // A bundler whose process is left alone in the middle of its work complains at length.
  cleanup.add({ cloud }, (bundling) => bundling.cloud.then(nothing, nothing));
  // Loaded here and not above, so that the bundler is at work meanwhile.
  const { assemble } = await import('./assemble.ts');
  const { smtpPort, notes } = await assemble({
    options,
    environment,
    directory,
    frontPort,
    issuer,
    audience: LOCAL_AUDIENCE,
    cloud,
    cleanup,
    onStep,
  });
  if (options.seed) onStep('Adding people and sessions');
  const seeded = options.seed ? [await seedOnce(frontPort.url)] : [];
  return { site: frontPort.site, smtpPort, notes: [...notes, ...seeded], stop: () => cleanup.run() };
}
