import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { asText, synthesize } from '../support/template.ts';

const docs = join(import.meta.dirname, '../../docs');
const pages = ['deploy.md', 'configuration.md', 'costs.md', ...readdirSync(join(docs, 'operations')).map((name) => `operations/${name}`)];
const read = (page: string) => readFileSync(join(docs, page), 'utf8');
const { ofType, outputs } = await synthesize();
const fitting = (prefix: string, type: string) => ofType(type).filter(({ id }) => id.startsWith(prefix)).length;
const anchors = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );

test.each(pages)('%s links to pages and chapters that are there', (page) => {
  const targets = [...read(page).matchAll(/\]\((?!https:)([^)#]*)#?([^)]*)\)/g)].map(([, file = '', anchor = '']) => ({
    file: resolve(docs, dirname(page), file || page.replace(/.*\//, '')),
    anchor,
  }));
  expect(targets.filter(({ file }) => !existsSync(file))).toEqual([]);
  const chapters = targets.filter(({ anchor }) => anchor !== '');
  expect(chapters.filter(({ file, anchor }) => !anchors(readFileSync(file, 'utf8')).includes(anchor))).toEqual([]);
});

test.each(pages)('%s looks for resources that the stack has, each by a name that fits one only', (page) => {
  const asked = [...read(page).matchAll(/resource (\w+) (AWS::[\w:]+)/g)].map(([, prefix = '', type = '']) => ({ prefix, type }));
  expect(asked.filter(({ prefix, type }) => fitting(prefix, type) !== 1)).toEqual([]);
});

test.each(pages)('%s loops over logs that the stack has', (page) => {
  const asked = [...read(page).matchAll(/for log in ([\w ]+);/g)].flatMap(([, names = '']) => names.split(' '));
  expect(asked.filter((name) => fitting(name, 'AWS::Logs::LogGroup') !== 1)).toEqual([]);
});

test('the deployment guide reads outputs that the stack has, and the outputs lead to its chapters', () => {
  for (const [, name = ''] of read('deploy.md').matchAll(/output (Step\w+)/g)) expect(Object.keys(outputs)).toContain(name);
  const said = Object.values(outputs).flatMap(({ Value, Description }) => `${asText(Value)} ${Description}`);
  const chapters = said.flatMap((text) => [...text.matchAll(/docs\/deploy\.md#([\w-]+)/g)].map(([, anchor]) => anchor));
  expect(chapters).toHaveLength(2);
  for (const chapter of chapters) expect(anchors(read('deploy.md'))).toContain(chapter);
});
