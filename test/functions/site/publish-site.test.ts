import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { SiteFile } from '../../../functions/platform/site/site-store.ts';
import { publishSite } from '../../../functions/site/publish-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'site-'));
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), '<!doctype html>');
writeFileSync(join(folder, 'assets', 'index-1a2b.js'), 'let a');
writeFileSync(join(folder, 'assets', 'index-3c4d.css'), 'a{}');
afterAll(() => rmSync(folder, { recursive: true }));

const config = { brandName: 'Retina Club', issuer: 'https://login.example.org', clientId: 'web' };
const event = {
  ResponseURL: 'https://reply.example',
  StackId: 's',
  RequestId: 'r',
  LogicalResourceId: 'l',
  ResourceProperties: { Config: config },
};

async function run(RequestType: string, broken = false) {
  const stored: SiteFile[] = [];
  const replies: any[] = [];
  const store = async (file: SiteFile) => {
    if (broken) throw new Error('AccessDenied');
    stored.push(file);
  };
  const log = { info: () => {}, warn: () => {}, error: () => {}, count: () => {}, countKind: () => {}, measure: () => {} };
  const reply = async (address: string, response: unknown) => void replies.push([address, response]);
  await publishSite({ folder, store, reply, log })({ ...event, RequestType } as any);
  return { stored, replies };
}

test.each(['Create', 'Update'])('%s puts the page last, for it names all the others', async (type) => {
  const { stored, replies } = await run(type);
  expect(stored.map(({ path }) => path).sort()).toEqual([
    'app-icon.svg',
    'assets/index-1a2b.js',
    'assets/index-3c4d.css',
    'config.json',
    'index.html',
    'llms.txt',
    'manifest.webmanifest',
  ]);
  expect(stored.at(-1)!.path).toBe('index.html');
  expect(replies).toEqual([['https://reply.example', expect.objectContaining({ Status: 'SUCCESS', RequestId: 'r', StackId: 's' })]]);
});

test('assets are kept for good by browsers; the page and its settings are asked for each time', async () => {
  const { stored } = await run('Create');
  const cached = Object.fromEntries(stored.map(({ path, cacheControl }) => [path, cacheControl]));
  expect(cached).toEqual({
    'assets/index-1a2b.js': 'public, max-age=31536000, immutable',
    'assets/index-3c4d.css': 'public, max-age=31536000, immutable',
    'app-icon.svg': 'no-cache',
    'config.json': 'no-cache',
    'index.html': 'no-cache',
    'llms.txt': 'no-cache',
    'manifest.webmanifest': 'no-cache',
  });
});

test('the settings of this deployment become config.json', async () => {
  const { stored } = await run('Create');
  expect(JSON.parse(Buffer.from(stored.find(({ path }) => path === 'config.json')!.contents).toString())).toEqual(config);
});

test('deleting the stack deletes no file', async () => {
  const { stored, replies } = await run('Delete');
  expect(stored).toEqual([]);
  expect(replies[0][1]).toMatchObject({ Status: 'SUCCESS' });
});

test('CloudFormation gets a failure at once, because it would wait for an hour', async () => {
  const { replies } = await run('Update', true);
  expect(replies).toEqual([['https://reply.example', expect.objectContaining({ Status: 'FAILED', Reason: 'AccessDenied' })]]);
});
