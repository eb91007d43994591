import { beforeEach, describe, expect, test } from 'vitest';
import { createScannerWatch } from '../../../functions/links/scanner-watch.ts';
import type { HttpAnswer } from '../../../functions/platform/http/http-answer.ts';
import type { HttpRequest } from '../../../functions/platform/http/http-handler.ts';
import type { LinksDeps } from '../../../functions/links/links-deps.ts';
import { createLinkPages } from '../../../functions/links/serve-links.ts';
import { stylesheet } from '../../../functions/links/pages/stylesheet.ts';
import type { StoredLink } from '../../../functions/platform/links/link-store.ts';
import { hashOf, mintToken } from '../../../functions/platform/links/link-token.ts';
import { OutboxFull } from '../../../functions/platform/rooms/outbox-full.ts';
import type { LinkGrant } from '../../../shared/link/link.ts';
import type { Role } from '../../../shared/words/roles.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { memoryRooms, type MemoryRooms } from '../../support/memory-rooms.ts';
import { perform } from '../../support/room-backends.ts';
import { asha, ashaBooks, ben, bensRoom, existing, monday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';
import { AMPLE_LIMITS } from '../../support/rooms-api.ts';
import { memoryWishes } from '../../support/memory-wishes.ts';
import { memoryPeople } from '../../support/memory-people.ts';
import { heldWorld } from '../../support/world.ts';
import { testKeys } from './stage.ts';

/*
 * A step fails or the process dies in the middle: the room's decision stands or falls as a whole, and the next click goes on.
 */

const ID = bensRoom.id;
const brand = { name: 'Ophthalmo Practice', color: '#0B5C7A' };

let rooms: MemoryRooms;
let stored: Map<string, StoredLink>;
let deps: LinksDeps;
let log: ReturnType<typeof memoryLog>;
let broken: 'nothing' | 'marking' | 'the queue' | 'saving';

beforeEach(async () => {
  rooms = memoryRooms();
  stored = new Map();
  broken = 'nothing';
  log = memoryLog();
  await perform(rooms, ID, bensRoom, ashaBooks, {
    type: 'propose',
    id: proposalId('p1'),
    by: { role: 'host', email: ben.email },
    startUtc: nextWednesday,
    durationMinutes: null,
    note: '',
    via: 'form',
    counter: null,
    at: plusMinutes(monday, 5),
    seed: seed(5),
  });
  const world = heldWorld(plusMinutes(monday, 60));
  deps = {
    rooms: { load: rooms.load, save: async (...write) => (broken === 'saving' ? crash() : rooms.save(...write)) },
    links: { get: async (hash) => stored.get(hash), markUsed: async (hash, at) => (broken === 'marking' ? crash() : mark(hash, at)) },
    linkKeys: async () => testKeys,
    hints: { send: async () => (broken === 'the queue' ? crash() : undefined) },
    log,
    people: memoryPeople(),
    wishes: memoryWishes(),
    personLimits: AMPLE_LIMITS,
    index: rooms,
    world,
    scanners: createScannerWatch(),
    pages: {
      brand,
      stylesheet: stylesheet(brand.color),
      publicOrigin: 'https://sessions.example',
      organizerEmail: 'practice@sessions.example',
      decidesOnOpening: false,
    },
  };
});

const crash = (): Promise<never> => Promise.reject(new Error('crashed here'));

async function mark(hash: string, usedAt: StoredLink['usedAt']): Promise<void> {
  const link = stored.get(hash);
  if (link) stored.set(hash, { ...link, usedAt: link.usedAt ?? usedAt });
}

async function link(purpose: LinkGrant['purpose'], role: Role): Promise<string> {
  const room = existing((await rooms.load(ID)).room);
  const decides = purpose === 'approve' || purpose === 'decline';
  const grant: LinkGrant = {
    purpose,
    roomId: ID,
    uid: room.uid,
    role,
    email: (role === 'host' ? ben : asha).email,
    sequence: room.sequence,
    expiresAt: decides ? plusMinutes(monday, 72 * 60) : room.startUtc,
    proposalId: decides ? proposalId('p1') : null,
    reply: null,
  };
  const token = await mintToken(testKeys, grant, seed(9));
  stored.set(hashOf(token), { ...grant, seed: seed(9), usedAt: null });
  return token;
}

const post = (path: string, form: Readonly<Record<string, string>>) => serve(event('POST', path, '', new URLSearchParams(form).toString()));
const get = (path: string, query: string) => serve(event('GET', path, query));

async function serve(request: HttpRequest): Promise<HttpAnswer> {
  const endpoint = new Map(createLinkPages(deps)).get(request.routeKey);
  if (!endpoint) throw new Error(`No page at ${request.routeKey}`);
  return endpoint(request);
}

const event = (method: string, path: string, query: string, body?: string) =>
  ({
    routeKey: `ANY ${path}`,
    rawQueryString: query,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    requestContext: { http: { method } },
    body,
    isBase64Encoded: false,
  }) as unknown as HttpRequest;

/** A page for the person who pressed the button, a line for the operator, and on the page nothing of what was being worked on. */
async function expectFailure(answer: Promise<HttpAnswer>) {
  const { status, headers = {}, body } = await answer;
  expect([status, headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
  expect(body).toContain('try again in a moment');
  expect(body).not.toContain('crashed here');
  expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
    { event: 'request.failed', error: { message: 'crashed here' } },
  ]);
}

const owed = async () => [...((await rooms.load(ID)).outbox ?? new Map()).values()].map(({ kind }) => kind);

test('a crash between the decision and the mark: the next click succeeds, decides nothing anew, and marks the link', async () => {
  const t = await link('approve', 'guest');
  broken = 'marking';
  await expectFailure(post('/approve', { t }));
  const decided = await rooms.load(ID);
  expect(existing(decided.room)).toMatchObject({ sequence: 1, startUtc: nextWednesday });
  expect(stored.get(hashOf(t))?.usedAt).toBeNull();

  broken = 'nothing';
  expect((await get('/approve', `t=${t}`)).body).toContain('Asha approved it on');
  expect((await post('/approve', { t })).status).toBe(303);
  expect((await rooms.load(ID)).version).toBe(decided.version);
  expect((await owed()).filter((kind) => kind === 'moved')).toHaveLength(2);
  expect(stored.get(hashOf(t))?.usedAt).toBe(deps.world.now());
});

test('a crash before the decision is stored: nothing is decided, and the link is as good as before', async () => {
  const t = await link('approve', 'guest');
  const before = await rooms.load(ID);
  broken = 'saving';
  await expectFailure(post('/approve', { t }));
  expect(await rooms.load(ID)).toEqual(before);
  broken = 'nothing';
  expect((await post('/approve', { t })).status).toBe(303);
  expect(existing((await rooms.load(ID)).room).sequence).toBe(1);
});

test('an unreachable queue loses no decision: its mail is owed by the room', async () => {
  const t = await link('approve', 'guest');
  broken = 'the queue';
  expect((await post('/approve', { t })).status).toBe(303);
  expect((await owed()).filter((kind) => kind === 'moved')).toHaveLength(2);
});

describe('a room that owes too much mail', () => {
  test('a room that owes too much mail is left as it is, and the page asks to try again', async () => {
    const t = await link('approve', 'guest');
    deps = { ...deps, rooms: { ...deps.rooms, save: () => Promise.reject(new OutboxFull(ID)) } };
    const { status, headers = {}, body } = await post('/approve', { t });
    expect([status, headers['retry-after']]).toEqual([503, '120']);
    expect(body).toContain('Nothing has changed');
  });
});

test('the keys of links cannot be read: an error for the operator, not a page that calls the link forged', async () => {
  const t = await link('approve', 'guest');
  deps = { ...deps, linkKeys: crash };
  await expectFailure(get('/approve', `t=${t}`));
  expect(log.counted('LinksRefused')).toBe(0);
});

test('a rotation between the mail and the click: the other answer is still the link of the mail', async () => {
  const oldKeys = { ...testKeys, current: 'k1' };
  const room = existing((await rooms.load(ID)).room);
  const grant = {
    purpose: 'approve',
    roomId: ID,
    uid: room.uid,
    role: 'guest',
    email: asha.email,
    sequence: 0,
    proposalId: proposalId('p1'),
    reply: null,
  } as const;
  const expiresAt = plusMinutes(monday, 72 * 60);
  const approve = await mintToken(oldKeys, { ...grant, expiresAt }, seed(3));
  const decline = await mintToken(oldKeys, { ...grant, purpose: 'decline', expiresAt }, seed(3));
  stored.set(hashOf(approve), { ...grant, expiresAt, seed: seed(3), usedAt: null });
  expect((await get('/approve', `t=${approve}`)).body).toContain(`/decline?t=${decline}`);
});
