import { expect, test } from 'vitest';
import { writeDeploymentFiles } from '../../shared/api/deployment-files.ts';

const config = { brandName: 'Retina "Practice" & Co', brandColor: '#123456', issuer: 'https://issuer.example/', topics: ['Retina'] };
const files = new Map(writeDeploymentFiles(config).map(({ path, text }) => [path, text]));

test('the manifest has the name and the colour of the service, and an icon that a launcher may cut', () => {
  const manifest = JSON.parse(files.get('manifest.webmanifest')!);
  expect(manifest).toMatchObject({ name: config.brandName, theme_color: '#123456', display: 'standalone', scope: '/' });
  expect(manifest.icons.map(({ purpose }: { purpose: string }) => purpose)).toEqual(['any', 'maskable']);
  expect(manifest.shortcuts.map(({ url }: { url: string }) => url)).toEqual(['/mine', '/host', '/']);
  for (const { src } of manifest.icons) expect(files.has(src.slice(1))).toBe(true);
});

test('a colour that is none cannot add anything to the icon', () => {
  const icon = writeDeploymentFiles({ brandColor: '"/><script>alert(1)</script>' }).find(({ path }) => path === 'app-icon.svg');
  expect(icon?.text).not.toContain('script');
});

test('the guide for programs names the issuer and the API document', () => {
  expect(files.get('llms.txt')).toContain('https://issuer.example/');
  expect(files.get('llms.txt')).toContain('/api/openapi.json');
});

test('the settings of the pages are what they were given', () => {
  expect(JSON.parse(files.get('config.json')!)).toEqual(config);
});
