import { describe, expect, test } from 'vitest';
import { matchRoute } from '../../local/gateway/routes.ts';

const match = (keys: readonly string[], method: string, path: string) => {
  const found = matchRoute(
    keys.map((key) => ({ key, functionArn: '', jwt: undefined })),
    method,
    path,
  );
  return found && [found.route.key, found.pathParameters];
};

describe('the most specific route wins', () => {
  const keys = [
    '$default',
    'GET /rooms/{id}',
    'GET /rooms/mine',
    'ANY /rooms/mine',
    'ANY /rooms/{rest+}',
    'GET /rooms',
    'POST /rooms/{id}/booking',
  ];
  test.each([
    ['GET', '/rooms', 'GET /rooms', {}],
    ['GET', '/rooms/mine', 'GET /rooms/mine', {}],
    ['PUT', '/rooms/mine', 'ANY /rooms/mine', {}],
    ['GET', '/rooms/7', 'GET /rooms/{id}', { id: '7' }],
    ['GET', '/rooms/a%20b', 'GET /rooms/{id}', { id: 'a b' }],
    ['GET', '/rooms/%zz', 'GET /rooms/{id}', { id: '%zz' }],
    ['POST', '/rooms/7/booking', 'POST /rooms/{id}/booking', { id: '7' }],
    ['DELETE', '/rooms/7/x/y', 'ANY /rooms/{rest+}', { rest: '7/x/y' }],
    ['GET', '/rooms/', '$default', {}],
    ['GET', '/elsewhere', '$default', {}],
  ])('%s %s', (method, path, key, parameters) => expect(match(keys, method, path)).toEqual([key, parameters]));
});

test('a method without a route is not found, even where the path has other methods', () => {
  expect(match(['GET /rooms'], 'POST', '/rooms')).toBeUndefined();
  expect(match(['GET /rooms'], 'HEAD', '/rooms')).toBeUndefined();
});

test('a longer or shorter path is another path', () => {
  expect(match(['GET /rooms/{id}'], 'GET', '/rooms')).toBeUndefined();
  expect(match(['GET /rooms/{id}'], 'GET', '/rooms/1/2')).toBeUndefined();
});
