import { describe, expect, test } from 'vitest';
import type { EmailAddress } from '../../../shared/words/email-address.ts';
import type { Command, Propose } from '../../../shared/room/command.ts';
import { decide } from '../../../shared/room/decide.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import {
  asha,
  ashaBooks,
  ben,
  bensRoom,
  bookedRoom,
  dina,
  email,
  existing,
  instant,
  monday,
  openRoom,
  proposalId,
  seed,
} from '../../support/rooms.ts';

/*
 * Rules that need more repetition, or odder people, than a dialogue can tell.
 */

const asked = (minutes: number) => ({ at: plusMinutes(monday, minutes), seed: seed(minutes) });
const byAsha = { role: 'guest', email: asha.email } as const;

describe('one person is one person', () => {
  test.each([
    ['the same account under another address', { ...ben, email: dina.email }],
    ['the same address under another account', { ...dina, email: ben.email }],
    ['another address of the same mailbox', { ...dina, email: email('ben.carter+exam@mail.example') }],
    ['the same address in capitals', { ...dina, email: email('Ben.Carter@MAIL.example') }],
  ])('a host with %s does not book their own room', (_, guest) => {
    expect(decide(openRoom(), { type: 'book', guest, ...asked(5) })).toEqual({ kind: 'refused', reason: 'own-room' });
  });

  test.each([
    ['an address that they have confirmed', { ofHost: [dina.email], ofGuest: [] }],
    ['an address that they have confirmed in another spelling', { ofHost: [email(dina.email.replace('@', '+exam@'))], ofGuest: [] }],
    ['an account that has confirmed the address of the host', { ofHost: [], ofGuest: [ben.email] }],
  ])('a host does not book their own room under %s', (_, confirmed) => {
    expect(decide(openRoom(), { type: 'book', guest: dina, confirmed, ...asked(5) })).toEqual({ kind: 'refused', reason: 'own-room' });
    const others = { ofHost: [asha.email], ofGuest: [asha.email] };
    expect(decide(openRoom(), { type: 'book', guest: dina, confirmed: others, ...asked(5) }).kind).toBe('changed');
  });

  test.each([
    ['the same account under another address', { ...asha, email: dina.email }],
    ['the same address under another account', { ...dina, email: asha.email }],
    ['another address of the same mailbox', { ...dina, email: email('asha.raman+exam@mail.example') }],
  ])('a guest with %s has booked already', (_, guest) => {
    expect(decide(bookedRoom(), { type: 'book', guest, ...asked(5) })).toEqual({ kind: 'unchanged' });
  });
});

describe('a room remembers', () => {
  const afterMany = (count: number, command: (nth: number) => Command) =>
    bookedRoom(...Array.from({ length: count }, (_, nth) => command(nth)));

  test('a room remembers the newest 100 lines of its history, oldest first', () => {
    const partstats = ['ACCEPTED', 'TENTATIVE'] as const;
    const room = afterMany(250, (nth) => ({
      type: 'reply',
      by: byAsha,
      partstat: partstats[nth % 2] ?? 'ACCEPTED',
      note: `Note ${nth}`,
      order: { sequence: 0, dtstamp: asked(10 + nth).at },
      ...asked(10 + nth),
    }));
    expect(room.history).toHaveLength(100);
    expect(room.history.map(({ at }) => at)).toEqual(Array.from({ length: 100 }, (_, nth) => asked(160 + nth).at));
  });

  test('a room remembers the newest 20 proposals, oldest first', () => {
    const every5Hours = (nth: number) => asked(10 + nth * 300);
    const room = afterMany(24, (nth) => ({
      type: 'propose',
      id: proposalId(`p${nth}`),
      by: byAsha,
      startUtc: plusMinutes(instant('2030-01-20T10:00Z'), nth * 60),
      durationMinutes: 60,
      note: '',
      via: 'form',
      counter: null,
      ...every5Hours(nth),
    }));
    expect(room.proposals.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, nth) => `p${nth + 4}`));
    expect(room.proposals.map(({ status }) => status)).toEqual([...Array.from({ length: 19 }, () => 'superseded'), 'pending']);
  });
});

const proposed: Propose = {
  type: 'propose',
  id: proposalId('p1'),
  by: byAsha,
  startUtc: instant('2030-01-16T19:30Z'),
  durationMinutes: 60,
  note: '',
  via: 'form',
  counter: null,
  ...asked(5),
};

describe('a note', () => {
  const noted = (note: string) => {
    const decision = decide(bookedRoom(), { ...proposed, note });
    return decision.kind === 'changed' ? decision.room.proposals[0]?.note : decision.kind;
  };

  test('a note that is longer than 500 characters ends with a mark', () => {
    expect(noted('x'.repeat(10_000))).toBe(`${'x'.repeat(499)}…`);
  });

  test('a note keeps its lines and loses what is not to be seen', () => {
    expect(noted(' Later?\r\n\u202eWednesday\u0000 ')).toBe('Later?\nWednesday');
  });
});

describe('being made to write mail', () => {
  const notify = (kind: 'confirm-reply' | 'reply-unreadable' | 'fresh-link', minutes: number, to: 'host' | 'guest' = 'guest'): Command => ({
    type: 'notify',
    to,
    email: to === 'guest' ? asha.email : ben.email,
    notice: NOTICES[kind],
    cause: `message-${minutes}`,
    ...asked(minutes),
  });
  const NOTICES = {
    'confirm-reply': { kind: 'confirm-reply', reply: { type: 'reply', partstat: 'DECLINED', sequence: 0, dtstamp: null } },
    'reply-unreadable': { kind: 'reply-unreadable', why: 'no-calendar' },
    'fresh-link': { kind: 'fresh-link', purpose: 'reschedule', proposalId: null },
  } as const;
  const DAY = 24 * 60;
  /** Minutes at which mail was sent, of those at which it was asked for. */
  const sent = (commands: readonly Command[]) => {
    let room = existing(bookedRoom());
    return commands
      .filter((command) => {
        const decision = decide(room, command);
        if (decision.kind === 'changed') room = decision.room;
        return decision.kind === 'changed' && decision.mail.length === 1;
      })
      .map(({ at }) => (Date.parse(at) - Date.parse(monday)) / 60_000);
  };

  test('"was this you?" goes out once a day to each attendee', () => {
    const minutes = [10, 11, DAY + 9, DAY + 10, DAY + 11];
    expect(sent(minutes.map((minute) => notify('confirm-reply', minute)))).toEqual([10, DAY + 10]);
    expect(sent([notify('confirm-reply', 10), notify('confirm-reply', 11, 'host')])).toEqual([10, 11]);
  });

  test('a question about one answer is sent once a day, on each day', () => {
    const daily = Array.from({ length: 7 }, (_, day) => 10 + day * DAY);
    expect(sent(daily.map((minute) => notify('confirm-reply', minute)))).toEqual(daily);
  });

  test('"we couldn\'t act on your reply" goes out once an hour', () => {
    expect(sent([10, 40, 69, 70].map((minute) => notify('reply-unreadable', minute)))).toEqual([10, 70]);
  });

  test('fresh links go out three times an hour', () => {
    expect(sent([10, 11, 12, 13, 69, 70].map((minute) => notify('fresh-link', minute)))).toEqual([10, 11, 12, 70]);
  });

  test('what a notice says goes with it', () => {
    const decision = decide(bookedRoom(), notify('reply-unreadable', 10));
    expect(decision).toMatchObject({ mail: [{ notice: NOTICES['reply-unreadable'], cause: 'message-10', proposal: null }] });
  });

  test('a fresh link decides a proposal as long as its reader can; otherwise it leads to the form', () => {
    const room = bookedRoom(proposed);
    const offered = (to: 'host' | 'guest', minutes: number, id = 'p1') => {
      const notice = { kind: 'fresh-link', purpose: 'decide', proposalId: proposalId(id) } as const;
      const person = to === 'host' ? ben : asha;
      const decision = decide(room, { type: 'notify', to, email: person.email, notice, cause: 'x', ...asked(minutes) });
      const mail = decision.kind === 'changed' ? decision.mail[0] : undefined;
      return mail && 'proposal' in mail ? (mail.proposal?.id ?? 'form') : decision.kind;
    };
    expect(offered('host', 30)).toBe('p1');
    expect(offered('guest', 30)).toBe('form');
    expect(offered('host', 30, 'p2')).toBe('form');
    expect(offered('host', 3 * DAY + 30)).toBe('form');
  });

  test("no notice goes to an address that is not the participant's any more", () => {
    const command: Command = {
      ...notify('fresh-link', 10),
      type: 'notify',
      email: dina.email,
      to: 'guest',
      notice: NOTICES['fresh-link'],
      cause: 'x',
    };
    expect(decide(bookedRoom(), command)).toEqual({ kind: 'refused', reason: 'not-participant' });
  });
});

describe('mail that did not arrive', () => {
  const notArrived = (email: EmailAddress, minutes: number, event: 'mail-failed' | 'mail-bounced' = 'mail-bounced'): Command => {
    return { type: 'record-failed-mail', to: 'guest', email, event, ...asked(minutes) };
  };

  test('mail that did not arrive is in the timeline, with the first name of the person whom it did not reach', () => {
    const room = bookedRoom(notArrived(asha.email, 30));
    expect(room.history.at(-1)).toMatchObject({ event: 'mail-bounced', by: 'system', name: 'Asha', sequence: 0 });
  });

  test('mail that did not reach somebody who has left is in the timeline without a name', () => {
    const room = bookedRoom(notArrived(dina.email, 30));
    expect(room.history.at(-1)).toMatchObject({ event: 'mail-bounced', by: 'system', name: null });
  });

  test('mail that did not arrive is in the timeline once per person and SEQUENCE', () => {
    const room = bookedRoom(notArrived(asha.email, 30));
    expect(decide(room, notArrived(asha.email, 31))).toEqual({ kind: 'unchanged' });
    expect(decide(room, notArrived(asha.email, 31, 'mail-failed')).kind).toBe('changed');
    expect(decide({ ...room, sequence: 1 }, notArrived(asha.email, 31)).kind).toBe('changed');
  });
});

test('the same cause leads to one mail, also where the limits would allow more', () => {
  const notice: Command = {
    type: 'notify',
    to: 'guest',
    email: asha.email,
    notice: { kind: 'proposal-impossible', why: 'start-in-past' },
    cause: 'one mail',
    ...asked(10),
  };
  expect(decide(bookedRoom(notice), { ...notice, ...asked(11) })).toEqual({ kind: 'unchanged' });
  expect(decide(bookedRoom(notice), { ...notice, cause: 'another mail', ...asked(11) })).toMatchObject({ kind: 'changed' });
});

test('nobody leaves a session that is over', () => {
  const end = plusMinutes(bensRoom.startUtc, 60);
  const leave = (at: typeof end) => decide(bookedRoom(), { type: 'leave', by: { sub: asha.sub }, at, seed: seed(9) });
  expect(leave(plusMinutes(end, -1))).toMatchObject({ kind: 'changed' });
  expect(leave(end)).toEqual({ kind: 'refused', reason: 'room-over' });
});

describe('a day', () => {
  const everyMinute = (nth: number) => asked(10 + nth);

  test('a room is booked at most 20 times a day, so that booking and leaving again and again cannot flood the host', () => {
    const coming = Array.from({ length: 19 }, (_, nth): Command[] => [
      { type: 'leave', by: { sub: asha.sub }, ...everyMinute(2 * nth) },
      { type: 'book', guest: asha, ...everyMinute(2 * nth + 1) },
    ]).flat();
    const room = openRoom(ashaBooks, ...coming, { type: 'leave', by: { sub: asha.sub }, ...everyMinute(40) });
    expect(decide(room, { type: 'book', guest: dina, ...everyMinute(41) })).toEqual({ kind: 'refused', reason: 'change-limit' });
    expect(decide(room, { type: 'book', guest: dina, ...everyMinute(41 + 24 * 60) })).toMatchObject({ kind: 'changed' });
  });

  test('a room moves at most 30 times a day, so that a host cannot flood the guest either', () => {
    const move = (nth: number): Command => ({
      type: 'reschedule',
      by: { sub: ben.sub },
      startUtc: plusMinutes(bensRoom.startUtc, nth + 1),
      durationMinutes: null,
      ...everyMinute(nth),
    });
    const room = bookedRoom(...Array.from({ length: 30 }, (_, nth) => move(nth)));
    expect(decide(room, move(30))).toEqual({ kind: 'refused', reason: 'change-limit' });
    expect(decide(room, { ...move(30), ...everyMinute(30 + 24 * 60) })).toMatchObject({ kind: 'changed' });
  });
});

describe('a room asked for twice under one id', () => {
  test('a room asked for twice under one id is made once, also when it has moved meanwhile', () => {
    const moved = bookedRoom({
      type: 'reschedule',
      by: { sub: ben.sub },
      startUtc: instant('2030-01-16T19:30Z'),
      durationMinutes: 90,
      ...asked(5),
    });
    expect(decide(moved, { ...bensRoom, ...asked(6) })).toEqual({ kind: 'unchanged' });
  });

  test('a room asked for twice under one id is refused when it is another one', () => {
    expect(decide(openRoom(), { ...bensRoom, durationMinutes: 90 })).toEqual({ kind: 'refused', reason: 'room-exists' });
  });
});
