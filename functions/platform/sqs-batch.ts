import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { withLogFields, type Log } from './log.ts';

/**
 * Works through a batch; what throws goes back to the queue alone (`ReportBatchItemFailures`) and, if it keeps throwing, to the
 * dead-letter queue, while the others are done. Each line that is logged about a message has its id.
 */
export async function eachRecord({ Records }: SQSEvent, log: Log, work: (record: SQSRecord) => Promise<void>): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(Records.map((record) => withLogFields({ messageId: record.messageId }, () => work(record))));
  const batchItemFailures = results.flatMap((result, n) => {
    const { messageId } = Records[n] ?? {};
    if (result.status === 'fulfilled' || messageId === undefined) return [];
    log.error('message.failed', result.reason, { messageId });
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
}
