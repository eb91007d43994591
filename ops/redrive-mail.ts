import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type CommandCall, findWorkplace } from './command-call.ts';
import { requireStack } from './deployed-stack.ts';
import { listAt, textAt } from './json-value.ts';
import { OpsProblem } from './ops-problem.ts';
import type { CommandReport } from './command-report.ts';
import { askLocal, readFunctionSettings, useForSdk, type Workplace } from './workplace.ts';

/** How the queues begin in the template, by what waits in them. */
const QUEUES = { mail: 'Mail', replies: 'MailInWork', 'mail-status': 'MailStatusWork' } as const;
type QueueName = keyof typeof QUEUES;

interface Redriven {
  readonly queue: QueueName;
  readonly moved: number;
}

/**
 * Puts dead letters back into the queue that they belong to. SQS's own task cannot do it: it sends a message to where it came
 * from, and a message that a function itself set aside came from nowhere.
 */
export async function runRedrive(call: CommandCall): Promise<CommandReport> {
  const [asked] = call.args;
  const names = Object.keys(QUEUES).filter((name): name is QueueName => asked === undefined || name === asked);
  if (names.length === 0 || call.args.length > 1)
    throw new OpsProblem(`mail redrive takes ${Object.keys(QUEUES).join(', ')}, or nothing.`, 2);
  const where = findWorkplace(call);
  useForSdk(await readFunctionSettings(where, 'send-mail', 'MailOutSendMail'));
  const sqs = new SQSClient();
  const results: Redriven[] = [];
  for (const queue of names) {
    const { from, to } = await urlsOf(where, QUEUES[queue]);
    results.push({ queue, moved: await moveAll(sqs, from, to) });
  }
  return {
    text: results.map(({ queue, moved }) => `${queue}: ${moved === 1 ? '1 message' : `${moved} messages`} back at work`),
    json: results,
    ...(results.some(({ moved }) => moved > 0) && { next: 'npm run ops -- doctor' }),
  };
}

async function urlsOf(where: Workplace, start: string): Promise<{ readonly from: string; readonly to: string }> {
  if (where.kind === 'aws') {
    const stack = await requireStack(where.aws, where.stage);
    return { from: stack.resource(`${start}DeadLetters`, 'AWS::SQS::Queue'), to: stack.resource(`${start}Queue`, 'AWS::SQS::Queue') };
  }
  // Not asked of SQS: the host names in its answers exist on few machines.
  const queues = listAt(await askLocal(where.directory, '/local/api/queues'));
  const urlOf = (name: string): string =>
    textAt(
      queues.find((queue) => textAt(queue, 'name') === name),
      'url',
    ) ?? '';
  return { from: urlOf(`${start}DeadLetters`), to: urlOf(`${start}Queue`) };
}

/** Sends each message on before it deletes it: killed in between, it leaves a message twice, and never none. */
async function moveAll(sqs: SQSClient, from: string, to: string): Promise<number> {
  let moved = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: from, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }));
    if (Messages.length === 0) return moved;
    for (const { Body, ReceiptHandle } of Messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
      moved += 1;
    }
  }
}
