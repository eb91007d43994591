import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { histories, mailIn } from './histories.ts';
import '../../support/repeatable-properties.ts';

test('histories are worth looking at: every kind of decision and every kind of mail occurs', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(histories(80), (history) => {
      for (const { decision } of history) seen.add(decision.kind === 'refused' ? decision.reason : decision.kind);
      for (const { kind } of mailIn(history)) seen.add(kind);
    }),
    { numRuns: 800, seed: 7 },
  );
  const wanted = `changed unchanged invitation moved guest-left current cancelled unbooked counter-declined proposal-received proposal-sent
    proposal-declined reply-unreadable proposal-impossible confirm-reply fresh-link room-taken room-cancelled room-started room-over
    room-not-booked own-room not-host not-guest not-participant start-in-past start-too-far duration-not-allowed same-time proposal-limit
    proposal-not-found proposal-approved proposal-declined proposal-superseded proposal-withdrawn proposal-expired own-proposal too-late
    undo-not-yours note-received note-empty introduction introduced-already restored restore-late`.split(/\s+/);
  expect(wanted.filter((word) => !seen.has(word))).toEqual([]);
});
