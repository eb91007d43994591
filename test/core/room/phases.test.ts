import { describe, expect, test } from 'vitest';
import type { Command } from '../../../shared/room/command.ts';
import { subOfImported } from '../../../shared/room/identify.ts';
import { reserve } from '../../../shared/room/reservation.ts';
import { decide } from '../../../shared/room/decide.ts';
import { statusAt } from '../../../shared/room/proposal.ts';
import { phaseAt } from '../../../shared/room/phase.ts';
import type { WishId } from '../../../shared/words/ids.ts';
import { plusMinutes, type Instant } from '../../../shared/time/instant.ts';
import {
  asha,
  ashaBooks,
  ben,
  bookedRoom,
  dina,
  monday,
  nextTuesday,
  nextWednesday,
  openRoom,
  ownVenue,
  proposalId,
  seed,
} from '../../support/rooms.ts';

/*
 * What each command may still do before the session, while it runs, and when it is over.
 */

type RoomCommand = Exclude<Command['type'], 'create'>;

const before = plusMinutes(monday, 30);
const running = plusMinutes(nextTuesday, 59);
const over = plusMinutes(nextTuesday, 60);

const room = bookedRoom({
  type: 'propose',
  id: proposalId('p1'),
  by: { sub: ben.sub },
  startUtc: nextWednesday,
  durationMinutes: 60,
  note: '',
  via: 'app',
  counter: null,
  at: plusMinutes(monday, 10),
  seed: seed(3),
});
const byAsha = { sub: asha.sub };
const reply = (partstat: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED', by: 'ben' | 'asha') => (at: Instant) => ({
  type: 'reply' as const,
  by: by === 'ben' ? { sub: ben.sub } : byAsha,
  partstat,
  order: { sequence: 0, dtstamp: at },
  at,
  seed: seed(9),
});
const asked = (at: Instant) => ({ at, seed: seed(9) });

const declined = decide(room, { ...reply('DECLINED', 'asha')(plusMinutes(nextTuesday, -60)), seed: seed(8) });
const declinedRoom = declined.kind === 'changed' && declined.room.status === 'open' ? declined.room : openRoom();

/** Every command, and what comes of it in each phase: a refusal, or the status of the room after it. */
const TABLE: Readonly<
  Record<
    RoomCommand,
    readonly {
      readonly of: typeof room | ReturnType<typeof openRoom>;
      readonly command: (at: Instant) => Command;
      readonly comes: readonly [string, string, string];
    }[]
  >
> = {
  book: [
    { of: openRoom(), command: (at) => ({ type: 'book', guest: dina, ...asked(at) }), comes: ['booked', 'room-started', 'room-over'] },
  ],
  reschedule: [
    {
      of: room,
      command: (at) => ({
        type: 'reschedule',
        by: { sub: ben.sub },
        startUtc: plusMinutes(over, 9000),
        durationMinutes: null,
        ...asked(at),
      }),
      comes: ['booked', 'booked', 'room-over'],
    },
    {
      of: openRoom(),
      command: (at) => ({ type: 'reschedule', by: { sub: ben.sub }, startUtc: plusMinutes(at, -5), durationMinutes: null, ...asked(at) }),
      comes: ['start-in-past', 'start-in-past', 'room-over'],
    },
  ],
  'set-venue': [room, openRoom()].map((of) => ({
    of,
    command: (at: Instant): Command => ({ type: 'set-venue', by: { sub: ben.sub }, venueUrl: ownVenue, ...asked(at) }),
    comes: [of.status, of.status, 'room-over'] as const,
  })),
  'decline-reservation': [
    {
      of: { ...openRoom(), reservedFor: reserve(asha, true, plusMinutes(nextTuesday, -600)) },
      command: (at) => ({ type: 'decline-reservation', by: byAsha, ...asked(at) }),
      comes: ['open', 'room-started', 'room-over'],
    },
  ],
  cancel: [room, openRoom()].map((of) => ({
    of,
    command: (at: Instant): Command => ({ type: 'cancel', by: { sub: ben.sub }, ...asked(at) }),
    comes: ['cancelled', 'cancelled', 'room-over'] as const,
  })),
  leave: [{ of: room, command: (at) => ({ type: 'leave', by: byAsha, ...asked(at) }), comes: ['open', 'cancelled', 'room-over'] }],
  reply: [
    { of: room, command: reply('ACCEPTED', 'asha'), comes: ['booked', 'booked', 'room-over'] },
    { of: room, command: reply('TENTATIVE', 'ben'), comes: ['booked', 'booked', 'room-over'] },
    { of: room, command: reply('DECLINED', 'asha'), comes: ['open', 'cancelled', 'room-over'] },
    { of: room, command: reply('DECLINED', 'ben'), comes: ['cancelled', 'cancelled', 'room-over'] },
  ],
  propose: [
    {
      of: room,
      command: (at) => ({
        type: 'propose',
        id: proposalId('p2'),
        by: byAsha,
        startUtc: nextWednesday,
        durationMinutes: 45,
        note: '',
        via: 'app',
        counter: null,
        ...asked(at),
      }),
      comes: ['duration-not-allowed', 'room-started', 'room-over'],
    },
    {
      of: room,
      command: (at) => ({
        type: 'propose',
        id: proposalId('p2'),
        by: byAsha,
        startUtc: nextWednesday,
        durationMinutes: null,
        note: '',
        via: 'counter',
        counter: { sequence: 0, dtstamp: at, originalStartUtc: null, understandsDeclineCounter: false },
        ...asked(at),
      }),
      comes: ['booked', 'room-started', 'room-over'],
    },
  ],
  approve: [
    {
      of: room,
      command: (at) => ({ type: 'approve', by: byAsha, proposalId: proposalId('p1'), ...asked(at) }),
      comes: ['booked', 'proposal-expired', 'room-over'],
    },
  ],
  'decline-proposal': [
    {
      of: room,
      command: (at) => ({ type: 'decline-proposal', by: byAsha, proposalId: proposalId('p1'), ...asked(at) }),
      comes: ['booked', 'proposal-expired', 'room-over'],
    },
  ],
  resend: [{ of: room, command: (at) => ({ type: 'resend', by: byAsha, ...asked(at) }), comes: ['booked', 'booked', 'room-over'] }],
  notify: [
    {
      of: room,
      command: (at) => ({
        type: 'notify',
        to: 'guest',
        email: asha.email,
        notice: { kind: 'reply-unreadable', why: 'no-answer' },
        cause: 'm1',
        ...asked(at),
      }),
      comes: ['booked', 'booked', 'room-over'],
    },
  ],
  'repeat-mail': [
    {
      of: room,
      command: (at) => ({ type: 'repeat-mail', to: 'guest', failed: null, cause: 'c', ...asked(at) }),
      comes: ['booked', 'booked', 'booked'],
    },
  ],
  'record-failed-mail': [
    {
      of: room,
      command: (at) => ({ type: 'record-failed-mail', to: 'guest', email: asha.email, event: 'mail-bounced', ...asked(at) }),
      comes: ['booked', 'booked', 'booked'],
    },
  ],
  undo: [
    {
      of: room,
      command: (at) => ({ type: 'undo', by: byAsha, ...asked(at) }),
      comes: ['too-late', 'too-late', 'too-late'],
    },
  ],
  'write-note': [
    {
      of: room,
      command: (at) => ({ type: 'write-note', by: byAsha, text: 'I am a few minutes late', ...asked(at) }),
      comes: ['booked', 'booked', 'room-over'],
    },
  ],
  restore: [
    {
      of: declinedRoom,
      command: (at) => ({ type: 'restore', by: { role: 'guest', email: asha.email }, ...asked(at) }),
      comes: ['booked', 'room-started', 'room-over'],
    },
  ],
  introduce: [
    {
      of: room,
      command: (at) => ({ type: 'introduce', by: byAsha, yes: true, ...asked(at) }),
      comes: ['booked', 'booked', 'room-over'],
    },
  ],
  'update-person': [
    {
      of: room,
      command: (at) => ({
        type: 'update-person',
        person: { sub: asha.sub, name: 'Asha Rao', givenName: null, timeZone: 'Africa/Cairo' },
        ...asked(at),
      }),
      comes: ['booked', 'booked', 'room-over'],
    },
  ],
  'catch-up': [
    {
      of: room,
      command: (at) => ({ type: 'catch-up', reminders: { host: 'both', guest: 'both' }, ...asked(at) }),
      comes: ['unchanged', 'booked', 'booked'],
    },
  ],
  'answer-afterwards': [
    {
      of: room,
      command: (at) => ({
        type: 'answer-afterwards',
        by: byAsha,
        attendance: 'took-place',
        useful: 5,
        line: '',
        again: false,
        ...asked(at),
      }),
      comes: ['not-asked-now', 'not-asked-now', 'booked'],
    },
  ],
  'ask-wishers': [
    {
      of: openRoom(),
      command: (at) => ({
        type: 'ask-wishers',
        look: { kind: 'look', openedAt: monday, notBefore: monday, after: null, looks: 0 },
        wishers: [{ person: asha, wishId: 'w' as WishId, wishedAt: monday, wishedUntil: monday }],
        next: null,
        ...asked(at),
      }),
      comes: ['open', 'unchanged', 'unchanged'],
    },
  ],
  'end-undo': [{ of: room, command: (at) => ({ type: 'end-undo', ...asked(at) }), comes: ['unchanged', 'unchanged', 'unchanged'] }],
  'erase-person': [
    {
      of: room,
      command: (at) => ({ type: 'erase-person', person: { subs: [asha.sub], addresses: [], firstNames: [] }, ...asked(at) }),
      comes: ['unchanged', 'unchanged', 'booked'],
    },
  ],
  identify: [
    {
      of: { ...room, guest: { ...room.guest, sub: subOfImported(asha.email) } },
      command: (at) => ({ type: 'identify', email: asha.email, sub: asha.sub, ...asked(at) }),
      comes: ['booked', 'booked', 'booked'],
    },
  ],
};

const cases = Object.entries(TABLE).flatMap(([type, rows]) =>
  rows.flatMap(({ of, command, comes }, nth) =>
    ([before, running, over] as const).map((at, phase) => ({
      name: `${type} ${nth + 1}, ${of.status}, ${phaseAt(of, at)} the session: ${comes[phase]}`,
      came: () => {
        const decision = decide(of, command(at));
        if (decision.kind === 'refused') return decision.reason;
        return decision.kind === 'changed' ? decision.room.status : 'unchanged';
      },
      comes: comes[phase],
    })),
  ),
);

test.each(cases)('$name', ({ came, comes }) => {
  expect(came()).toBe(comes);
});

describe('from the start on', () => {
  const gone: readonly (readonly [string, (at: Instant) => Command])[] = [
    ['leaves', (at) => ({ type: 'leave', by: byAsha, ...asked(at) })],
    ['declines by mail', reply('DECLINED', 'asha')],
  ];

  test.each(gone)('a guest who %s ends the session for both, and both calendars lose it', (_, command) => {
    const decision = decide(room, command(nextTuesday));
    if (decision.kind !== 'changed') throw new Error(decision.kind);
    expect(decision.mail.map(({ kind, to, sequence }) => [kind, to.email, sequence])).toEqual([
      ['cancelled', ben.email, 1],
      ['cancelled', asha.email, 1],
    ]);
    expect(decision.room.history.at(-1)).toMatchObject({ by: 'guest', name: 'Asha' });
    expect(decision.room.proposals.map((proposal) => statusAt(proposal, nextTuesday))).toEqual(['expired']);
  });

  test.each(gone)('a guest who %s a second earlier opens the room again', (_, command) => {
    const decision = decide(room, command(plusMinutes(nextTuesday, -1 / 60)));
    if (decision.kind !== 'changed') throw new Error(decision.kind);
    expect(decision.mail.map(({ kind, to }) => [kind, to.email])).toEqual([
      ['unbooked', asha.email],
      ['guest-left', ben.email],
    ]);
  });
});

describe('when the session is over', () => {
  test('a command that is repeated and changes nothing is no refusal', () => {
    const cancelled = decide(room, { type: 'cancel', by: { sub: ben.sub }, ...asked(running) });
    if (cancelled.kind !== 'changed') throw new Error(cancelled.kind);
    expect(decide(cancelled.room, { type: 'cancel', by: { sub: ben.sub }, ...asked(over) })).toEqual({ kind: 'unchanged' });
    expect(decide(room, { ...ashaBooks, ...asked(over) })).toEqual({ kind: 'unchanged' });
  });

  test('the refusal for a person who may not do it comes before the refusal for the time', () => {
    expect(decide(room, { type: 'cancel', by: byAsha, ...asked(over) })).toEqual({ kind: 'refused', reason: 'not-host' });
    expect(decide(room, { type: 'leave', by: { sub: ben.sub }, ...asked(over) })).toEqual({ kind: 'refused', reason: 'not-guest' });
  });
});
