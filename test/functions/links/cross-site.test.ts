import { beforeEach, describe, expect, test } from 'vitest';
import type { LinksDeps } from '../../../functions/links/links-deps.ts';
import { stylesheet } from '../../../functions/links/pages/stylesheet.ts';
import { proposeByLink } from '../../../functions/links/propose-by-link.ts';
import { createScannerWatch } from '../../../functions/links/scanner-watch.ts';
import { createLinkPages } from '../../../functions/links/serve-links.ts';
import { HttpError } from '../../../functions/platform/http/http-error.ts';
import type { HttpRequest } from '../../../functions/platform/http/http-handler.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { memoryPeople } from '../../support/memory-people.ts';
import { memoryWishes } from '../../support/memory-wishes.ts';
import { memoryRooms } from '../../support/memory-rooms.ts';
import { AMPLE_LIMITS } from '../../support/rooms-api.ts';
import { heldWorld } from '../../support/world.ts';
import { monday } from '../../support/rooms.ts';
import { bare, chrome, firefox, safari } from './visit.ts';

/*
 * Forms that pages of other sites send. The local server refuses most of them itself, so this asks the function, as API Gateway does.
 */

const OWN = 'https://sessions.example';
const brand = { name: 'Ophthalmo Practice', color: '#0B5C7A' };

let deps: LinksDeps;
/** Which secrets or rows were asked for: the first thing that happens to a request that is let in. */
let asked: string[];
beforeEach(() => {
  asked = [];
  const refuseToRead = (what: string) => async () => {
    asked.push(what);
    throw new Error(`The ${what} cannot be read here`);
  };
  const rooms = memoryRooms();
  deps = {
    rooms,
    index: rooms,
    people: memoryPeople(),
    wishes: memoryWishes(),
    personLimits: AMPLE_LIMITS,
    hints: { send: async () => undefined },
    links: { get: refuseToRead('row'), markUsed: refuseToRead('row') },
    linkKeys: refuseToRead('keys'),
    log: memoryLog(),
    world: heldWorld(monday),
    scanners: createScannerWatch(),
    pages: {
      brand,
      stylesheet: stylesheet(brand.color),
      publicOrigin: OWN,
      organizerEmail: 'practice@sessions.example',
      decidesOnOpening: true,
    },
  };
});

const TOKEN = `eyJh.eyJi.${'x'.repeat(43)}`;

function requestOf(path: string, type: string, headers: Readonly<Record<string, string>>, body: string): HttpRequest {
  return {
    routeKey: path,
    rawQueryString: '',
    headers: { host: 'sessions.example', ...headers, 'content-type': type },
    requestContext: { http: { method: 'POST' } },
    body,
    isBase64Encoded: false,
  } as unknown as HttpRequest;
}

async function statusOfForm(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const endpoint = new Map(createLinkPages(deps)).get(`ANY ${path}`);
  if (!endpoint) throw new Error(`No page at ${path}`);
  const body = new URLSearchParams({ t: TOKEN, r: TOKEN }).toString();
  return (await endpoint(requestOf(`ANY ${path}`, 'application/x-www-form-urlencoded', headers, body))).status;
}

async function codeOfJson(headers: Readonly<Record<string, string>>): Promise<string> {
  try {
    const body = JSON.stringify({ token: TOKEN, proposedStartUtc: '2030-01-15T18:00:00Z', proposedEndUtc: '2030-01-15T19:00:00Z' });
    await proposeByLink(deps)(requestOf('POST /api/reschedule/propose', 'application/json', headers, body));
    return 'answered';
  } catch (error) {
    return error instanceof HttpError ? error.code : 'let in';
  }
}

const FOREIGN: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['another site', { ...chrome, 'sec-fetch-site': 'cross-site' }],
  ['another site, by Firefox', { ...firefox, 'sec-fetch-site': 'cross-site' }],
  ['another site, by Safari', { ...safari, 'sec-fetch-site': 'cross-site' }],
  ['a sister site', { ...chrome, 'sec-fetch-site': 'same-site' }],
  ['a site of a kind that is not known', { ...chrome, 'sec-fetch-site': 'new-kind' }],
  ['another origin, without Sec-Fetch headers', { ...bare, origin: 'https://evil.example' }],
  ['another origin that begins as ours does', { ...bare, origin: `${OWN}.evil.example` }],
  ['another port of our host', { ...bare, origin: `${OWN}:8443` }],
  ['an origin that is none', { ...bare, origin: 'sessions.example' }],
];

const OF_OURS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['Chrome', chrome],
  ['Firefox', firefox],
  ['Safari', safari],
  ['a browser without Sec-Fetch headers', bare],
  ['a browser that names our origin', { ...bare, origin: OWN }],
  ['a browser that was given the address by its user', { ...chrome, 'sec-fetch-site': 'none' }],
];

describe.each(['/approve', '/decline', '/reschedule', '/confirm', '/fresh-link'])('a form sent to %s', (path) => {
  test.each(FOREIGN)('a form from %s is refused before anything is read', async (_, headers) => {
    expect([await statusOfForm(path, headers), asked]).toEqual([403, []]);
  });

  test.each(OF_OURS)('a form of ours, sent by %s, is let in', async (_, headers) => {
    await statusOfForm(path, headers);
    expect(asked).toEqual(['keys']);
  });

  test.each(['iframe', 'empty', 'image'])('a form that is loaded as %s is refused before anything is read', async (dest) => {
    expect([await statusOfForm(path, { ...chrome, 'sec-fetch-dest': dest }), asked]).toEqual([403, []]);
  });
});

describe('a suggestion that is sent as JSON', () => {
  test.each(FOREIGN)('a suggestion from %s is refused before anything is read', async (_, headers) => {
    expect([await codeOfJson(headers), asked]).toEqual(['cross-site', []]);
  });

  test('a suggestion from a program is let in', async () => {
    expect([await codeOfJson({}), asked]).toEqual(['let in', ['keys']]);
  });
});
