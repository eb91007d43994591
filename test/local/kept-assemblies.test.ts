import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../infra/app.ts';
import { readConfig } from '../../infra/config.ts';
import { digestSources } from '../../infra/digest-sources.ts';
import { synthesize } from '../../local/synthesize.ts';
import { readResources } from '../../local/template/template.ts';
import { root } from '../support/source-file.ts';

const temporary = mkdtempSync(join(tmpdir(), 'kept-assemblies-'));
afterAll(() => rmSync(temporary, { recursive: true }));

describe('a start that takes the assembly of an earlier one', () => {
  const start = async (site: string, environment: Record<string, string> = {}) => {
    const steps: string[] = [];
    const outdir = join(temporary, 'cloud');
    const cloud = await synthesize({ site, audience: 'local', outdir, environment, onStep: (step) => void steps.push(step) });
    return { ...cloud, steps };
  };

  test('a template that was made for another address is the very one for this address', async () => {
    await start('http://localhost:3000');
    const site = 'http://localhost:4567';
    const { resources, steps } = await start(site);
    expect(steps).toEqual([expect.stringMatching(/^Nothing has changed since an earlier start/)]);
    const config = {
      ...readConfig(() => undefined),
      publicUrl: site,
      signIn: { issuer: `${site}/oidc`, audience: 'local', userPoolId: 'eu-west-1_local' },
    };
    const { template } = createApp(config, { validate: false, outdir: join(temporary, 'direct') }).synth().stacks[0]!;
    expect([...resources]).toEqual([...readResources(template)]);
  });

  test('another setting makes another template', async () => {
    const environment = { BRAND_NAME: 'Retina Club' };
    const { resources } = await start('http://localhost:3000', environment);
    expect(JSON.stringify([...resources])).toContain('Retina Club');
    expect(JSON.stringify([...(await start('http://localhost:3000')).resources])).not.toContain('Retina Club');
  });

  test('the pages of the web app come with the assembly', async () => {
    const { siteFolder, assetsDirectory } = await start('http://localhost:3000');
    expect(siteFolder.startsWith(assetsDirectory)).toBe(true);
    expect(readFileSync(join(siteFolder, 'index.html'), 'utf8')).toContain('<!doctype html>');
  });
});

describe('the digest of the sources', () => {
  const copy = join(temporary, 'copy');
  beforeEach(() => {
    rmSync(copy, { recursive: true, force: true });
    for (const path of ['shared', 'web', 'package-lock.json']) cpSync(join(root, path), join(copy, path), { recursive: true });
  });

  test('the same sources at another place have the same digest', () => {
    const before = digestSources(copy);
    const moved = join(temporary, 'moved');
    renameSync(copy, moved);
    expect(digestSources(moved)).toBe(before);
  });

  const changes: [string, () => void][] = [
    ['a byte of a file', () => writeFileSync(join(copy, 'shared/words/durations.ts'), '//')],
    ['the name of a file', () => renameSync(join(copy, 'shared/words/durations.ts'), join(copy, 'shared/words/lengths.ts'))],
    ['a new file', () => writeFileSync(join(copy, 'web/new.css'), '')],
    ['a file that is gone', () => rmSync(join(copy, 'shared/words/durations.ts'))],
    ['the version of a package', () => writeFileSync(join(copy, 'package-lock.json'), '{}')],
  ];
  test.each(changes)('the digest of the sources changes with %s', (_, change) => {
    const before = digestSources(copy);
    change();
    expect(digestSources(copy)).not.toBe(before);
  });
});
