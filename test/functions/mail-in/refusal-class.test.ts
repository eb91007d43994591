import { expect, test } from 'vitest';
import { classOf } from '../../../functions/mail-in/refusal-class.ts';

test.each([
  ['dmarc-failed', 'forged'],
  ['sender-unclear', 'forged'],
  ['several-senders', 'forged'],
  ['automatic', 'robot'],
  ['bounce', 'bounce'],
  ['room-over', 'too-late'],
  ['not-an-attendee', 'other'],
  ['proposal-limit', 'other'],
] as const)('a reply refused as %s counts as %s', (reason, expected) => {
  expect(classOf(reason)).toBe(expected);
});
