import { parentPort, workerData } from 'node:worker_threads';
import { shiftClock } from '../clock.ts';

/*
 * The inside of one execution environment: loads a function's bundle as Lambda's runtime does, then answers one
 * invocation after the other. Events and results cross as JSON text, so that what AWS could not carry fails here too.
 */

const { file, exportName, clockOffsetMs, context } = workerData;
shiftClock(clockOffsetMs);
const loaded: object = await import(file);
const handler: unknown = Reflect.get(loaded, exportName);
if (typeof handler !== 'function') throw new Error(`${file} exports no function ${exportName}`);

parentPort?.on('message', (invocation: { readonly id: string; readonly event: string; readonly timeoutMs: number }) => {
  void answer(invocation).then((message) => parentPort?.postMessage(message, []));
});
parentPort?.postMessage({ kind: 'ready' }, []);

async function answer({ id, event, timeoutMs }: { readonly id: string; readonly event: string; readonly timeoutMs: number }) {
  const deadline = performance.now() + timeoutMs;
  const getRemainingTimeInMillis = (): number => Math.max(0, Math.round(deadline - performance.now()));
  try {
    const result: unknown = await Reflect.apply(Object(handler), undefined, [
      JSON.parse(event),
      { ...context, awsRequestId: id, getRemainingTimeInMillis },
    ]);
    return { kind: 'result', result: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'error', error: { name, message, stack } };
  }
}
