import { expect, test } from 'vitest';
import { LINK_PAGES } from '../../shared/words/route-keys.ts';
import { OWN_PAGES } from '../../web/own-pages.ts';

test.each(LINK_PAGES)('the app leaves %s to the server, which draws it', (path) => {
  expect(OWN_PAGES.test(path)).toBe(false);
  expect(OWN_PAGES.test(`${path}/`)).toBe(false);
});

test.each(['/', '/mine', '/host', '/profile', '/timer', '/wishes', '/notes', '/booking'])('%s is a page of the app', (path) => {
  expect(OWN_PAGES.test(path)).toBe(true);
});

test.each(['/api/me', '/feeds/x.ics', '/mail/', '/oidc/auth', '/local/health'])('%s is none of the app', (path) => {
  expect(OWN_PAGES.test(path)).toBe(false);
});
