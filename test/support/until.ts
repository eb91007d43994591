import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again; throws with the last answer when the wanted one does not come in time. */
export async function until<T>(what: string, ask: () => Promise<T>, isIt: (answer: T) => boolean, withinMs = 10_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`No ${what} within ${withinMs} ms; the last answer: ${JSON.stringify(answer)}`);
    await pause(20);
  }
}
