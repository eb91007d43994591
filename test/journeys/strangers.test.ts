import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocalStack, type Answer, type LocalStack } from '../support/local-stack.ts';
import { calendarOf, truthFor } from './calendars.ts';
import { aBookedRoom, aGuest, aHost, anOpenRoom, book, cancel, inHours, leave, reschedule, see, somebody, type Person } from './cast.ts';
import { expectPrivate, expectProper, letters } from './letter.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack();
});
afterAll(() => stack.stop());

const good = { startUtc: inHours(50), durationMinutes: 60, timeZone: 'Europe/London' };
const verdictOf = ({ status, body }: Answer) => [status, body.code ?? body.message];

describe('a request that cannot be meant is refused and says why', () => {
  let host: Person;
  beforeAll(async () => {
    host = await aHost(stack);
  });

  test.each<[string, unknown, number, string]>([
    ['45 minutes', { ...good, durationMinutes: 45 }, 400, 'invalid-request'],
    ['a length in words', { ...good, durationMinutes: '60' }, 400, 'invalid-request'],
    ['a start in the past', { ...good, startUtc: '2020-01-01T10:00:00Z' }, 400, 'start-in-past'],
    ['a start that is no date', { ...good, startUtc: 'tomorrow' }, 400, 'invalid-request'],
    ['a day that does not exist', { ...good, startUtc: '2029-02-30T10:00:00Z' }, 400, 'invalid-request'],
    ['a start on nobody knows which clock', { ...good, startUtc: '2029-02-20T10:00:00' }, 400, 'invalid-request'],
    ['a start with a header in it', { ...good, startUtc: '2029-02-20T10:00:00Z\r\nBcc: x@mail.example' }, 400, 'invalid-request'],
    ['a zone that does not exist', { ...good, timeZone: 'Mars/Olympus' }, 400, 'invalid-request'],
    ['a field that is not there', { ...good, hostEmail: 'x@mail.example' }, 400, 'invalid-request'],
    ['an inherited field', `{"__proto__":{},${JSON.stringify(good).slice(1)}`, 400, 'invalid-request'],
    ['a list', [], 400, 'invalid-request'],
    ['nothing', undefined, 400, 'body-missing'],
    ['half of it', JSON.stringify(good).slice(0, 40), 400, 'malformed-json'],
    ['ten thousand brackets', '['.repeat(10_000), 400, 'malformed-json'],
    ['more than 16 KB', { ...good, timeZone: 'x'.repeat(16_384) }, 413, 'body-too-large'],
  ])('%s', async (_, body, status, code) => {
    const sent = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
    const headers = { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' };
    expect(verdictOf(await stack.request('POST', '/api/rooms', sent, headers))).toEqual([status, code]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', 'multipart/form-data; boundary=x'])(
    'a body declared as %s is refused in one clear line',
    async (type) => {
      const headers = { authorization: `Bearer ${host.token}`, 'content-type': type };
      const answer = await stack.request('POST', '/api/rooms', JSON.stringify(good), headers);
      expect(verdictOf(answer)).toEqual([415, 'unsupported-media-type']);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  test('no request that is refused opens a room', async () => {
    expect((await host.api('GET', '/api/rooms/mine')).body.rooms).toEqual([]);
  });
});

describe('only people with a token of the issuer are let in', () => {
  const asking = (token: string) => stack.request('GET', '/api/rooms/mine', undefined, { authorization: `Bearer ${token}` });
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const forged = async (change: object = {}, header: object = {}) => {
    const { token } = await aHost(stack);
    const claims = { ...decodeJwt(token), ...change };
    return { claims, header: { ...decodeProtectedHeader(token), alg: 'RS256', ...header } };
  };

  test.each<[string, () => Promise<string>]>([
    ['no token', async () => ''],
    ['no token of any kind', async () => 'x.y.z'],
    [
      'a token of another issuer',
      async () => {
        const { claims, header } = await forged({ iss: 'https://issuer.example' });
        return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
      },
    ],
    [
      'a token that another key signed in the name of the issuer',
      async () => {
        const { claims, header } = await forged();
        return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
      },
    ],
    [
      'a token whose public key is used as a password',
      async () => {
        const { claims } = await forged();
        const secret = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }));
        return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
      },
    ],
    ['an unsigned token', async () => new UnsecuredJWT((await forged()).claims).encode()],
    [
      'a token with one letter changed',
      async () => (await aHost(stack)).token.replace(/.(?=\.[^.]+$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
    ],
    ['an expired token', async () => (await devToken({ expiresInSeconds: -60 })).token],
  ])('%s is refused', async (_, make) => {
    const answer = await asking(await make());
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Bearer')]);
  });

  const devToken = async (more: object) => {
    const person = { email: `${randomUUID()}@mail.example`, name: 'Zoe', timeZone: 'UTC', ...more };
    return (await stack.request('POST', '/oidc/dev-token', person)).body;
  };

  test.each<[string, object, string]>([
    ['has not been verified', { emailVerified: false }, 'email-not-verified'],
    ['is our own mailbox', { email: 'practice@sessions.example' }, 'email-unusable'],
    ['is a part of our own mailbox', { email: 'practice+x@sessions.example' }, 'email-unusable'],
    ['could smuggle a header', { email: '"x"<y@mail.example>' }, 'email-unusable'],
    ['names no domain', { email: 'root@localhost' }, 'email-unusable'],
  ])('a person whose address %s is not let in', async (_, more, code) => {
    expect(verdictOf(await asking((await devToken(more)).token))).toEqual([403, code]);
  });
});

describe('nobody acts for anybody else', () => {
  test('a stranger sees nothing of a booked room and can change nothing in it', async () => {
    const { host, guest, id } = await aBookedRoom(stack);
    const proposal = { proposedStartUtc: inHours(120), proposedEndUtc: inHours(121) };
    const { body } = await guest.api('POST', `/api/rooms/${id}/proposals`, proposal);
    const before = await see(host, id);
    const stranger = await aGuest(stack, 'Mallory Quill');
    const decide = (what: string) => stranger.api('POST', `/api/rooms/${id}/proposals/${body.proposalId}/${what}`);
    const attempts = [
      () => stranger.api('GET', `/api/rooms/${id}`),
      () => reschedule(stranger, id, inHours(150)),
      () => cancel(stranger, id),
      () => book(stranger, id),
      () => stranger.api('POST', `/api/rooms/${id}/proposals`, proposal),
      () => decide('approve'),
      () => decide('decline'),
    ];
    for (const attempt of attempts) {
      const { status, body: answered } = await attempt();
      expect([403, 404, 409]).toContain(status);
      expect(JSON.stringify(answered)).not.toMatch(/Ben|Asha/);
    }
    await leave(stranger, id);
    expect(await see(host, id)).toEqual(before);
    expect(await stack.mails(0, stranger.email)).toEqual([]);
  });

  test('neither of the two can do what only the other one may do', async () => {
    const { host, guest, id } = await aBookedRoom(stack);
    const { body } = await guest.api('POST', `/api/rooms/${id}/proposals`, {
      proposedStartUtc: inHours(120),
      proposedEndUtc: inHours(121),
    });
    expect(verdictOf(await reschedule(guest, id, inHours(150)))).toEqual([403, 'not-host']);
    expect(verdictOf(await cancel(guest, id))).toEqual([403, 'not-host']);
    expect(verdictOf(await leave(host, id))).toEqual([403, 'not-guest']);
    expect(verdictOf(await book(host, id))).toEqual([409, 'own-room']);
    expect(verdictOf(await guest.api('POST', `/api/rooms/${id}/proposals/${body.proposalId}/approve`))).toEqual([403, 'own-proposal']);
  });

  test('the API shows first names and no address to anybody', async () => {
    const { host, guest, id } = await aBookedRoom(stack);
    const answers = await Promise.all([host, guest].flatMap(({ api }) => [api('GET', `/api/rooms/${id}`), api('GET', '/api/rooms/mine')]));
    for (const { body } of answers) expect(JSON.stringify(body)).not.toMatch(/@|Carter|Raman/);
  });
});

describe('at once', () => {
  test('one of 50 guests who book at once gets the room, 49 read that it is taken, and two mails leave', async () => {
    const host = await aHost(stack);
    const guests = await Promise.all(Array.from({ length: 50 }, (_, n) => somebody(stack, `Guest${n}`, 'UTC')));
    const id = await anOpenRoom(host);
    const answers = await Promise.all(guests.map((guest) => book(guest, id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'room-taken')).toHaveLength(49);
    await stack.mails(1, host.email);
    await stack.quiet();
    const told = (await stack.mails(0)).filter(({ to }) => to === host.email || guests.some(({ email }) => email === to));
    const winner = guests[answers.findIndex(({ status }) => status === 200)];
    expect(told).toHaveLength(2);
    expect(new Set(told.map(({ to }) => to))).toEqual(new Set([host.email, winner?.email]));
  });

  test('the same booking ten times is one booking with two mails', async () => {
    const [host, guest] = [await aHost(stack), await aGuest(stack)];
    const id = await anOpenRoom(host);
    const answers = await Promise.all(Array.from({ length: 10 }, () => book(guest, id)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    await stack.mails(1, guest.email);
    await stack.quiet();
    expect([(await stack.mails(0, host.email)).length, (await stack.mails(0, guest.email)).length]).toEqual([1, 1]);
  });

  test('twenty moves by the host all happen, one after the other', async () => {
    const { host, guest, id, uid } = await aBookedRoom(stack);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => reschedule(host, id, inHours(200 + n))));
    expect(answers.filter(({ status }) => status !== 200).map(verdictOf)).toEqual([]);
    await stack.quiet();
    expect((await see(host, id)).icsSequence).toBe(20);
    for (const who of [host, guest]) expect(await calendarOf(stack, who, uid)).toEqual({ shows: await truthFor(who, id), complaints: [] });
  });

  test('the same new room ten times, by its Idempotency-Key, is one room', async () => {
    const { token, api } = await aHost(stack);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => stack.request('POST', '/api/rooms', JSON.stringify(good), headers)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect((await api('GET', '/api/rooms/mine')).body.rooms).toHaveLength(1);
  });

  test.each<[string, (host: Person, guest: Person, id: string) => readonly Promise<Answer>[]]>([
    ['a move and a booking', (host, guest, id) => [reschedule(host, id, inHours(160)), book(guest, id)]],
    ['a booking and a move', (host, guest, id) => [book(guest, id), reschedule(host, id, inHours(160))]],
    ['calling off and a booking', (host, guest, id) => [cancel(host, id), book(guest, id)]],
    [
      'two moves and a booking',
      (host, guest, id) => [reschedule(host, id, inHours(160)), book(guest, id), reschedule(host, id, inHours(170))],
    ],
  ])('%s leave both calendars with what the room says', async (_, act) => {
    const [host, guest] = [await aHost(stack), await aGuest(stack)];
    const id = await anOpenRoom(host);
    for (const { status } of await Promise.all(act(host, guest, id))) expect([200, 404, 409]).toContain(status);
    await stack.quiet();
    const [uid = ''] = (await stack.mails(0, guest.email)).map((mail) => mail.uid ?? '');
    for (const who of [host, guest]) expect(await calendarOf(stack, who, uid)).toEqual({ shows: await truthFor(who, id), complaints: [] });
  });

  test('each calendar ends with what the room says, in any order of what three people do', async () => {
    const { host, guest, id, uid } = await aBookedRoom(stack);
    const carl = await aGuest(stack, 'Carl Nowak');
    const deeds = [
      () => reschedule(host, id, inHours(200)),
      () => leave(guest, id),
      () => book(carl, id),
      () => guest.api('POST', `/api/rooms/${id}/proposals`, { proposedStartUtc: inHours(210), proposedEndUtc: inHours(211) }),
      () => reschedule(host, id, inHours(220), 90),
      () => leave(carl, id),
      () => book(guest, id),
      () => reschedule(host, id, inHours(230)),
    ];
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(deeds.map((deed) => deed()));
      for (const { status } of answers) expect(status).toBeLessThan(500);
    }
    await stack.quiet();
    for (const who of [host, guest, carl])
      expect(await calendarOf(stack, who, uid)).toEqual({ shows: await truthFor(who, id), complaints: [] });
  });
});

describe('whatever people call themselves, a mail has one recipient, one ATTENDEE and no line of theirs', () => {
  const victim = 'victim@mail.example';
  test.each([
    [`Asha\r\nBcc: ${victim}`, '\u202eahsA\u202c \u2066x'],
    [`Asha\r\n\r\n<b>Hello</b>`, '👩‍⚕️🧿 Äsha 漢字'],
    [`Asha\nATTENDEE:mailto:${victim}`, '\u0000\u0007\u001b[31mAsha'],
    ['Asha\r\nEND:VEVENT\r\nBEGIN:VEVENT', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
    [`"Asha" <${victim}>, Ben`, 'A'.repeat(300)],
    ['Asha";CN="Ben";X-EVIL="1', '漢'.repeat(300)],
    ['Asha; Ben, Carl: Dora\\n\\,', `${'👩‍👩‍👧‍👦'.repeat(60)} x`],
    ['=?utf-8?Q?=0D=0ABcc:_x?=', victim],
  ])('a host called %j and a guest called %j get proper mail', async (hostName, guestName) => {
    const [host, guest] = [await somebody(stack, hostName, 'Europe/London'), await somebody(stack, guestName, 'Asia/Kolkata')];
    const id = await anOpenRoom(host);
    expect((await book(guest, id)).status).toBe(200);
    const all = [...(await letters(stack, 1, host.email)), ...(await letters(stack, 1, guest.email))];
    for (const letter of all) {
      expectProper(letter);
      expect(letter.parsed.subject).toBe(letter.event?.summary);
      expect(letter.parsed.html || '').not.toMatch(/<script|<img|<b>/i);
      expect(letter.event?.summary.length).toBeLessThanOrEqual('Ophthalmo Practice Session with '.length + 80);
      expect(letter.event?.summary).toMatch(/^Ophthalmo Practice Session with [^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+$/u);
    }
    expectPrivate(all, [host.email, guest.email, ...(guestName === victim ? [victim] : [])]);
  });
});

test('every other mail of all of this is proper too', async () => {
  await stack.quiet();
  const all = await letters(stack, 1);
  expect(all.length).toBeGreaterThan(40);
  for (const letter of all) expectProper(letter);
  expectPrivate(all, [...new Set(all.map(({ mail }) => mail.to))]);
});
