import { expect, test } from 'vitest';
import { parseHint } from '../../../functions/platform/mail/hint.ts';
import { bensRoom } from '../../support/rooms.ts';

test('a hint names a room; so does a dead letter, so that it can be put back into the queue', () => {
  expect(parseHint(JSON.stringify({ roomId: bensRoom.id }))).toBe(bensRoom.id);
  expect(parseHint(JSON.stringify({ roomId: bensRoom.id, sendKey: 'x', kind: 'moved', role: 'host', attempts: 12 }))).toBe(bensRoom.id);
});

test.each(['', '{', 'null', '[]', '{"roomId":1}', '{"roomId":"../x"}', '{"id":"c0ffee00-0000-4000-8000-000000000001"}'])(
  '%j is no hint, and goes to the dead letters',
  (body) => expect(() => parseHint(body)).toThrow(Error),
);
