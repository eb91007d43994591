import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';
import type { Log } from '../platform/log.ts';
import type { StoreSiteFile } from '../platform/site/site-store.ts';
import { readSite } from './site-files.ts';

export interface PublishSiteDeps {
  /** Where the built site is, beside this function's code. */
  readonly folder: string;
  readonly store: StoreSiteFile;
  /** Tells CloudFormation the outcome, at the address that it gave for that. */
  readonly reply: (address: string, response: CloudFormationCustomResourceResponse) => Promise<void>;
  readonly log: Log;
}

/**
 * Puts the site where it is served from, as a step of each deployment that changes it. Assets of earlier deployments stay, for
 * pages that are still open. CloudFormation always gets an answer: without one it would wait for an hour.
 */
export const publishSite =
  (deps: PublishSiteDeps) =>
  async (event: CloudFormationCustomResourceEvent): Promise<void> => {
    const { StackId, RequestId, LogicalResourceId } = event;
    const answer = { StackId, RequestId, LogicalResourceId, PhysicalResourceId: 'site' };
    try {
      // The bucket is kept or deleted with the stack, with everything in it.
      if (event.RequestType !== 'Delete') await publish(deps, event.ResourceProperties['Config']);
      await deps.reply(event.ResponseURL, { ...answer, Status: 'SUCCESS' });
    } catch (error) {
      deps.log.error('site.failed', error);
      await deps.reply(event.ResponseURL, { ...answer, Status: 'FAILED', Reason: error instanceof Error ? error.message : 'unknown' });
    }
  };

async function publish({ folder, store, log }: PublishSiteDeps, config: Readonly<Record<string, unknown>>): Promise<void> {
  const files = readSite(folder, config);
  for (const file of files) await store(file);
  log.info('site.published', { files: files.length });
}
