import type { Page } from 'playwright-core';
import type { RoomView } from '../../shared/api/contract.ts';
import { openRoom, OWN_PROFILE, problem, type StandIn } from './stand-in.ts';

/** A page of the app in one of its states. */
export interface PageState {
  readonly name: string;
  readonly path: string;
  readonly signedOut?: boolean;
  /** What the site is like. */
  readonly given?: (standIn: StandIn) => void;
  /** What somebody does there. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** What the page must say then. */
  readonly says: string | RegExp;
  /** The browser's own complaint that belongs to the state. */
  readonly complains?: RegExp;
}

const at = (hours: number): string => new Date(Date.UTC(2026, 10, 24, 9) + hours * 3_600_000).toISOString();
const ASHA: RoomView['host'] = { firstName: 'Asha', partstat: 'ACCEPTED' };
const BEN: RoomView['host'] = { firstName: 'Ben', partstat: 'NEEDS-ACTION' };

const history: NonNullable<RoomView['history']> = [
  { at: at(-30), event: 'created', by: 'host', name: 'Asha', icsSequence: 0, startUtc: at(30), durationMinutes: 60, note: '' },
  { at: at(-20), event: 'booked', by: 'guest', name: 'Ben', icsSequence: 0, startUtc: null, durationMinutes: null, note: '' },
  { at: at(-10), event: 'accepted', by: 'host', name: 'Asha', icsSequence: 0, startUtc: null, durationMinutes: null, note: '' },
  { at: at(-5), event: 'rescheduled', by: 'host', name: 'Asha', icsSequence: 1, startUtc: at(33.5), durationMinutes: 60, note: '' },
];

/** Asha hosts Ben on Thursday 26 November 2026 at midnight in Kolkata. */
export const booked: RoomView = openRoom(50, 33.5, {
  status: 'booked',
  role: 'host',
  durationMinutes: 60,
  icsSequence: 1,
  host: ASHA,
  guest: BEN,
  otherTimeZone: 'Europe/London',
  proposals: [],
  history,
  introduction: { askedByYou: false, askedByOther: true, isDone: false },
});

const suggestion = (by: 'host' | 'guest') => ({
  id: 'p1',
  by,
  proposedStartUtc: at(58),
  proposedEndUtc: at(59),
  options: [{ startUtc: at(58), endUtc: at(59) }],
  note: 'I am on call that evening.\nThe day after would be great.',
  status: 'pending' as const,
  expiresAt: at(33),
  decisionAt: null,
});

export const asked: RoomView = { ...booked, proposals: [suggestion('guest')] };
/** Ben suggests three times, of which Asha may choose one. */
const choosing: RoomView = {
  ...booked,
  proposals: [
    { ...suggestion('guest'), options: [58, 60.5, 83].map((hour, n) => ({ startUtc: at(hour), endUtc: at(hour + (n === 2 ? 1.5 : 1)) })) },
  ],
};
const awaiting: RoomView = { ...booked, proposals: [suggestion('host')] };
const unbooked: RoomView = openRoom(51, 80, { role: 'host', host: ASHA, proposals: [], history: [] });
export const open = [3, 7.5, 26, 27, 51].map((hours, n) => openRoom(n, hours));
const first = open[0]!;

const over: RoomView = { ...booked, ...openRoom(52, -30, { durationMinutes: 60 }), status: 'booked', role: 'host', host: BEN, guest: ASHA };

const show =
  (...rooms: RoomView[]) =>
  (standIn: StandIn): void =>
    void (standIn.rooms = rooms);
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const book = async (page: Page): Promise<void> => {
  await press(/^Book Tuesday/)(page);
  await press('Book this session')(page);
};
const answer = (call: string, status: number, body: unknown) => (standIn: StandIn) => {
  standIn.rooms = open;
  standIn.answers.set(call, [{ status, body }]);
};

const VENUE = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzQ0MmUzZTItMTIzNC00NTY3LTg5YWItY2RlZjAxMjM0NTY3%40thread.v2/0';
/** Six minutes before its start, on the clock of the stand-in. */
const soon: RoomView = {
  ...booked,
  ...openRoom(53, 0.1, { durationMinutes: 60 }),
  status: 'booked',
  role: 'guest',
  host: BEN,
  guest: ASHA,
};

export const PAGE_STATES: readonly PageState[] = [
  {
    name: 'where they meet',
    path: `/sessions/${booked.id}`,
    given: show({ ...booked, meetingUrl: VENUE, ownMeetingUrl: VENUE }),
    says: VENUE,
  },
  { name: 'join', path: `/sessions/${soon.id}`, given: show({ ...soon, meetingUrl: VENUE }), says: 'Join the session' },
  {
    name: 'nowhere to meet',
    path: `/sessions/${booked.id}`,
    given: show({ ...booked, meetingUrl: null, ownMeetingUrl: null }),
    says: 'Give a link',
  },
  {
    name: 'a link of the host',
    path: `/sessions/${booked.id}/link`,
    given: show({ ...booked, ownMeetingUrl: VENUE }),
    says: 'Save the link',
  },
  {
    name: 'a link that is refused',
    path: `/sessions/${booked.id}/link`,
    given: (standIn) => {
      show(booked)(standIn);
      const errors = [{ field: 'meetingUrl', message: 'Links to evil.example are not allowed. Give one at zoom.us' }];
      standIn.answers.set(`PUT /api/rooms/${booked.id}/meeting-url`, [{ status: 400, body: problem(400, 'invalid-request', { errors }) }]);
    },
    act: async (page) => {
      await page.getByLabel('Link to the video call').fill('https://evil.example/');
      await press('Save the link')(page);
    },
    says: 'Links to evil.example are not allowed',
    complains: /400/,
  },
  { name: 'signed out', path: '/mine', signedOut: true, says: 'Sign in to see the sessions' },
  { name: 'signed out, with a look at open sessions', path: '/', signedOut: true, given: show(...open), says: 'The next open sessions' },
  { name: 'open sessions', path: '/', given: show(...open), says: 'Wednesday 25 November 2026' },
  { name: 'no open sessions', path: '/', says: 'No open sessions before Tue 8 Dec' },
  {
    name: 'looking for sessions',
    path: '/',
    given: ({ answers }) => answers.set('GET /api/rooms', [{ status: 200, body: { rooms: [], cursor: null }, delayMillis: 60_000 }]),
    says: 'Looking for open sessions…',
  },
  {
    name: 'just booked',
    path: '/',
    given: show(...open),
    act: book,
    says: 'Booked. Invitations are on their way',
  },
  { name: 'asking before booking', path: '/', given: show(...open), act: press(/^Book Tuesday/), says: 'Both of you then get' },
  {
    name: 'just taken',
    path: '/',
    given: answer(`POST /api/rooms/${first.id}/booking`, 409, problem(409, 'room-taken')),
    act: book,
    says: 'Just taken.',
    complains: /409/,
  },
  {
    name: 'a server error',
    path: '/',
    given: answer('GET /api/rooms', 500, problem(500, 'internal-error')),
    says: 'req-1234567890',
    complains: /500/,
  },
  {
    name: 'the service out of reach',
    path: '/',
    given: ({ answers }) => answers.set('GET /api/rooms', [{ status: 0, breaks: true }]),
    says: 'The service can’t be reached',
    complains: /ERR_EMPTY_RESPONSE|Failed to load/,
  },
  {
    name: 'a sign-in that has ended',
    path: '/host',
    given: (standIn) => {
      standIn.answers.set('POST /api/rooms', [{ status: 401, body: { message: 'Unauthorized' } }]);
    },
    act: async (page) => {
      await page.getByLabel('Date').fill('2026-12-01');
      await page.getByLabel('Start').fill('18:30');
      await press('Open this session')(page);
    },
    says: 'Your sign-in has ended',
    complains: /401/,
  },
  { name: 'the form to host', path: '/host', says: 'Open this session' },
  { name: 'the form to host, sent empty', path: '/host', act: press('Open this session'), says: 'There is a problem' },
  {
    name: 'the form to host, at a time that comes twice',
    path: '/host',
    given: (standIn) => {
      standIn.claims = { ...standIn.claims, zoneinfo: 'Europe/London' };
      standIn.now = new Date('2027-10-01T09:00:00Z');
    },
    act: async (page) => {
      await page.getByLabel('Date').fill('2027-10-31');
      await page.getByLabel('Start').fill('01:30');
      await press('Open this session')(page);
    },
    says: '01:30 comes twice that day: choose which one you mean',
  },
  { name: 'the zone picker', path: '/', act: press('Change the time zone'), says: 'Find a time zone' },
  {
    name: 'the zone picker with a choice',
    path: '/',
    act: async (page) => {
      await press('Change the time zone')(page);
      await page.getByLabel('Find a time zone').fill('india');
      await page.getByRole('radio', { name: /^Kolkata / }).check();
    },
    says: 'Use Kolkata time',
  },
  { name: 'my sessions', path: '/mine', given: show(asked, unbooked), says: 'Your answer is needed' },
  {
    name: 'past and cancelled sessions',
    path: '/mine',
    given: show({ ...booked, status: 'cancelled' }, over),
    act: press(/past and cancelled/),
    says: 'Past and cancelled',
  },
  { name: 'no sessions of my own', path: '/mine', says: 'You have no sessions yet' },
  { name: 'a session', path: `/sessions/${booked.id}`, given: show(booked), says: 'What has happened' },
  { name: 'a session nobody has booked', path: `/sessions/${unbooked.id}`, given: show(unbooked), says: 'Nobody yet' },
  { name: 'a session of others', path: `/sessions/${first.id}`, given: show(...open), says: 'Book this session' },
  { name: 'a session with a question', path: `/sessions/${asked.id}`, given: show(asked), says: 'Approve the new time' },
  { name: 'a session with three times to choose from', path: `/sessions/${choosing.id}`, given: show(choosing), says: 'None of these' },
  { name: 'a session with an awaited answer', path: `/sessions/${awaiting.id}`, given: show(awaiting), says: 'Waiting for Ben' },
  {
    name: 'a cancelled session',
    path: `/sessions/${booked.id}`,
    given: show({ ...booked, status: 'cancelled' }),
    says: 'This session is cancelled',
  },
  { name: 'a session that is over', path: `/sessions/${over.id}`, given: show(over), says: 'This session is over' },
  {
    name: 'the form to practise again',
    path: `/sessions/${over.id}/again`,
    given: show(over),
    says: 'Open it for everyone',
  },
  {
    name: 'practising again with nobody',
    path: `/sessions/${unbooked.id}/again`,
    given: show(unbooked),
    says: 'You have not practised with anybody in this session',
  },
  { name: 'no such session', path: '/sessions/none', says: 'It cannot be done', complains: /404/ },
  { name: 'the form to move', path: `/sessions/${booked.id}/move`, given: show(booked), says: 'Ben receives a new invitation' },
  { name: 'the form to suggest', path: `/sessions/${booked.id}/suggest`, given: show(booked), says: 'Ask Ben' },
  {
    name: 'the form to suggest several times',
    path: `/sessions/${booked.id}/suggest`,
    given: show(booked),
    act: async (page) => {
      await press('Add another time')(page);
      await press('Add another time')(page);
    },
    says: 'Third time',
  },
  {
    name: 'the question before cancelling',
    path: `/sessions/${booked.id}/cancel`,
    given: show(booked),
    says: 'Ben receives a cancellation',
  },
  {
    name: 'the question before leaving',
    path: `/sessions/${booked.id}/leave`,
    given: show({ ...booked, role: 'guest', host: BEN, guest: ASHA }),
    says: 'receives a mail that you can’t come',
  },
  { name: 'the profile', path: '/profile', says: 'Remind me of a session' },
  {
    name: 'the limits on the profile',
    path: '/profile',
    given: answer('GET /api/me', 200, {
      ...OWN_PROFILE,
      limits: [
        { limit: 'openedPerDay', allowed: 30, left: 30, moreAt: null },
        { limit: 'reservedPerDay', allowed: 3, left: 0, moreAt: at(20) },
      ],
    }),
    act: (page) => page.getByText('All limits').click(),
    says: 'one more from',
  },
  {
    name: 'the profile, saved',
    path: '/profile',
    given: answer('PATCH /api/me', 200, { ...OWN_PROFILE, givenName: 'Amrita' }),
    act: async (page) => {
      await page.getByLabel('Your first name').fill('Amrita');
      await press('Save')(page);
    },
    says: 'Saved. It counts for every mail from now on',
  },
  {
    name: 'the profile with a name that is none',
    path: '/profile',
    given: answer('PATCH /api/me', 400, {
      title: 'The request is not valid.',
      code: 'invalid-request',
      status: 400,
      errors: [{ field: 'givenName', message: 'Write one or two words, without a title' }],
    }),
    act: async (page) => {
      await page.getByLabel('Your first name').fill('Dr Amrita');
      await press('Save')(page);
    },
    says: 'Write one or two words, without a title',
    complains: /400/,
  },
  {
    name: 'the profile that cannot be loaded',
    path: '/profile',
    given: answer('GET /api/me', 500, problem(500, 'internal-error')),
    says: 'Time zone',
    complains: /500/,
  },
  {
    name: 'the question before deleting the account',
    path: '/profile/delete',
    given: show(booked, { ...booked, id: first.id, role: 'guest', host: BEN, guest: ASHA }),
    says: '1 session that you host is cancelled',
  },
  {
    name: 'the account being deleted',
    path: '/profile/delete',
    given: answer('DELETE /api/me', 202, { askedAt: at(0) }),
    act: async (page) => {
      await page.getByLabel(/^Type /).fill('Asha');
      await press('Delete my account')(page);
    },
    says: 'It begins within a minute',
  },
  { name: 'help', path: '/help', says: 'Still stuck?' },
  { name: 'privacy, signed out', path: '/privacy', signedOut: true, says: 'Who sees what' },
  { name: 'an unknown address', path: '/nowhere', says: 'There is nothing at this address' },
];
