import { expect, test } from 'vitest';
import { parseHint } from '../../../functions/platform/mail/hint.ts';
import { bensRoom } from '../../support/rooms.ts';

test('a hint names a room', () => {
  expect(parseHint(JSON.stringify({ roomId: bensRoom.id }))).toEqual({ roomId: bensRoom.id, failedKey: null, repeatTo: null });
});

test('a dead letter that was put back names the mail that ended unsent', () => {
  const letter = { roomId: bensRoom.id, sendKey: 'x', kind: 'moved', role: 'host', attempts: 12 };
  expect(parseHint(JSON.stringify(letter))).toEqual({ roomId: bensRoom.id, failedKey: 'x', repeatTo: null });
});

test('an operator names the role that gets the mail again', () => {
  expect(parseHint(JSON.stringify({ roomId: bensRoom.id, repeatTo: 'guest' })).repeatTo).toBe('guest');
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"roomId":1}',
  '{"roomId":"../x"}',
  '{"id":"c0ffee00-0000-4000-8000-000000000001"}',
  '{"roomId":"c0ffee00-0000-4000-8000-000000000001","repeatTo":"both"}',
])('%j is no hint, and goes to the dead letters', (body) => expect(() => parseHint(body)).toThrow(Error));
