import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { TooManyRequestsException } from '@aws-sdk/client-sesv2';

/** What can go wrong with one call to AWS. */
export const FAULTS = ['crash-before', 'crash-after', 'refuse', 'lose-answer'] as const;
/**
 * `crash-before` and `crash-after`: the process dies before or after the effect. `refuse`: no effect, and an error that says so.
 * `lose-answer`: the effect, and an error that does not tell whether there was one.
 */
export type Fault = (typeof FAULTS)[number];

/** A service as the AWS SDK's clients name it. */
export type ServiceName = 'dynamodb' | 'sqs' | 's3' | 'ses' | 'secrets';

/** The error that the SDK's client throws for this fault. */
export function errorOf(fault: 'refuse' | 'lose-answer', service: ServiceName): Error {
  if (fault === 'lose-answer') return Object.assign(new Error('The socket timed out'), { name: 'TimeoutError' });
  if (service === 'dynamodb')
    return new ProvisionedThroughputExceededException({ message: 'Throttled', $metadata: { httpStatusCode: 400 } });
  if (service === 'ses')
    return new TooManyRequestsException({ message: 'Maximum sending rate exceeded.', $metadata: { httpStatusCode: 429 } });
  return Object.assign(new Error('Throttled'), { name: 'ThrottlingException' });
}
