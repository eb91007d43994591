import { expect, test } from 'vitest';
import openApi from '../../../docs/openapi.json' with { type: 'json' };
import { openApiDocument } from '../../../shared/api/openapi.ts';
import { PROBLEMS } from '../../../shared/api/problems.ts';
import { testRoomsApi } from '../../support/rooms-api.ts';

test('the document in the repository says what the schemas say (after a change: npm run openapi)', () => {
  expect(openApi).toEqual(openApiDocument());
});

test('the document is served as it stands, to anybody', async () => {
  const { status, body } = await testRoomsApi().askAs(null, 'GET /api/openapi.json');
  expect([status, body]).toEqual([200, openApi]);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(openApi).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(references.length).toBeGreaterThan(20);
  expect(Object.keys(openApi.components.schemas)).toEqual(expect.arrayContaining(references));
});

test('every problem code is named', () => {
  expect(openApi.components.schemas.Problem.properties.code.enum).toEqual(Object.keys(PROBLEMS));
});
