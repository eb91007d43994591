import type { Figure } from '../figure.ts';
import { runLive } from '../live/run-live.ts';

/** Figure 14: the local stack is killed while people book, and started again on what it has left. */
export const killedStacks: Figure = {
  number: 14,
  name: 'killed-stacks',
  counts: 'the local stack is killed under load (kill -9): no acknowledged booking is lost, and each of its mails leaves',
  goal: 1000,
  run: (trial) => runLive('kill-stacks.ts', trial),
};
