import { expect, test } from 'vitest';
import type { ParsedRoom } from '../../functions/platform/rooms/read-room-row.ts';
import { listEvents } from '../../ops/session/list-events.ts';
import { makeSessionFile } from '../../ops/session/read-session.ts';
import { bookedRoom } from '../support/rooms.ts';

const stored: ParsedRoom = {
  room: bookedRoom(),
  version: 2,
  outbox: new Map(),
  audits: new Map(),
  looks: new Map(),
  unreadableMail: [],
  owingSince: null,
  row: {},
  leftOut: [],
};

const at = (minute: number): string => `2030-01-07T12:0${minute}:00.000Z`;
const mail = (minute: number, more: Record<string, unknown> = {}) => ({
  send_key: `key-${minute}`,
  state: 'accepted',
  method: 'REQUEST',
  sequence: 0,
  role: 'guest',
  attendee_email: 'asha@example.org',
  attempts: 1,
  created_at: at(minute),
  updated_at: at(minute),
  ...more,
});
const reply = (minute: number, more: Record<string, unknown> = {}) => ({
  message_id: `message-${minute}`,
  outcome: 'applied',
  reason: null,
  method: 'REPLY',
  sequence: 0,
  attendee_email: 'asha@example.org',
  partstat: 'ACCEPTED',
  dtstamp: null,
  raw_pointer: 'inbound/1',
  received_at: at(minute),
  notification: '{}',
  ...more,
});

test('rows of another version are events of a session that cannot be read, and hide no other mail and no other answer', () => {
  const sent = [mail(1), mail(2, { role: 'observer' })];
  const received = [reply(3, { outcome: 'forwarded' }), reply(4)];
  const { events } = listEvents(makeSessionFile(stored, [], sent, received));
  expect(events.filter(({ at: moment }) => moment >= at(1)).map(({ at: moment, what, says }) => `${moment} ${what} ${says}`)).toEqual([
    `${at(1)} mail REQUEST to guest, SEQUENCE 0: accepted after 1 try`,
    `${at(2)} mail a row that this version cannot read`,
    `${at(3)} reply a row that this version cannot read`,
    `${at(4)} reply REPLY ACCEPTED of a…@example.org, SEQUENCE 0: applied`,
  ]);
});
