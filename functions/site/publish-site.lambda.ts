import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { createLog } from '../platform/log.ts';
import { readSettings } from '../platform/settings.ts';
import { createSiteStore } from '../platform/site/site-store.ts';
import { publishSite } from './publish-site.ts';
import { publishSiteSettings } from './settings.ts';

const settings = readSettings(publishSiteSettings, process.env);

export const handler = publishSite({
  folder: join(import.meta.dirname, 'web'),
  store: createSiteStore(new S3Client(), settings.SITE_BUCKET),
  reply: async (address, response) => {
    const { ok, status } = await fetch(address, { method: 'PUT', body: JSON.stringify(response) });
    if (!ok) throw new Error(`CloudFormation did not take the answer: ${status}`);
  },
  log: createLog(),
});
