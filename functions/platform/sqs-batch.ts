import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from './log.ts';

/**
 * Works through a batch; what throws goes back to the queue alone (`ReportBatchItemFailures`) and, if it keeps throwing, to the
 * dead-letter queue, while the others are done.
 */
export async function eachRecord({ Records }: SQSEvent, log: Log, work: (record: SQSRecord) => Promise<void>): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(Records.map(work));
  const batchItemFailures = results.flatMap((result, n) => {
    const { messageId } = Records[n] ?? {};
    if (result.status === 'fulfilled' || messageId === undefined) return [];
    log.error('message.failed', result.reason, { messageId });
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
}
