import { setTimeout as pause } from 'node:timers/promises';

/** How long a test waits for something before it fails. It is long, because a busy machine is slow and not wrong. */
export const PATIENCE_MS = 120_000;

/** Asks again and again until the wanted answer comes; throws with the last answer when it does not come. */
export async function until<T>(what: string, ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (performance.now() > deadline)
      throw new Error(`No ${what} within ${PATIENCE_MS / 1000} s; the last answer: ${JSON.stringify(answer)}`);
    await pause(20);
  }
}
