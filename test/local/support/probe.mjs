// Functions that do what their event asks for: the inside of an execution environment, seen from outside.
import { randomUUID } from 'node:crypto';

const environment = randomUUID();
let invocations = 0;
let busy = 0;

export const handler = async (event, context) => {
  invocations += 1;
  busy += 1;
  try {
    return await act(event, context);
  } finally {
    busy -= 1;
  }
};

async function act(event, context) {
  if (event.waitMs !== undefined) await new Promise((resolve) => setTimeout(resolve, event.waitMs));
  if (event.fail !== undefined) throw new Error(event.fail);
  if (event.crash === true) setImmediate(() => { throw new Error('crashed'); });
  if (event.crash === true || event.hang === true) await new Promise(() => setInterval(() => undefined, 1000));
  if (event.exit === true) process.exit(0);
  if (event.log !== undefined) console.log(event.log);
  if (event.result !== undefined) return event.result;
  return {
    environment, invocations, busy, event, now: Date.now(), year: new Date().getFullYear(), zone: process.env.TZ, variable: process.env.VARIABLE,
    secret: process.env.HOME, remaining: context.getRemainingTimeInMillis(), requestId: context.awsRequestId, name: context.functionName,
  };
}

const seen = [];
// For queues: fails what its body says, counts what it has seen.
export const consume = async ({ Records }) => {
  const failed = [];
  for (const { messageId, body, attributes } of Records) {
    seen.push({ body, attempt: Number(attributes.ApproximateReceiveCount) });
    if (body === 'throw') throw new Error('all of it');
    if (body === 'fail') failed.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures: failed };
};
export const strange = async () => ({ batchItemFailures: [{ itemIdentifier: 'nobody' }] });
