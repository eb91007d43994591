import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** What a write on condition gave; undefined when its condition did not hold, and nothing was written. Other errors are thrown. */
export async function conditionally<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
