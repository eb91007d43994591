import { textAt } from '../json.ts';
import { REGION } from '../template/values.ts';

/** Calls one operation of an AWS service that speaks JSON; rejects with `AwsCallError`. */
export type AwsCall = (operation: string, input: object, signal?: AbortSignal) => Promise<unknown>;

export class AwsCallError extends Error {
  /** The name of the error without its namespace, e.g. ResourceNotFoundException. */
  readonly type: string;

  constructor(operation: string, type: string, message: string) {
    super(`${operation}: ${type} ${message}`);
    this.type = type;
  }
}

/** Calls a local engine: no signature is checked, but one has to be there, with the region in it. */
export function callEngine(url: string, target: string): AwsCall {
  return async (operation, input, signal) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `${target}.${operation}`,
      'x-amz-date': '20300101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=local/20300101/${REGION}/local/aws4_request, SignedHeaders=host, Signature=local`,
    };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input), ...(signal && { signal }) });
    const output: unknown = await response.json();
    if (response.ok) return output;
    const type = (textAt(output, '__type') ?? String(response.status)).split('#').pop() ?? '';
    throw new AwsCallError(operation, type, textAt(output, 'message') ?? textAt(output, 'Message') ?? '');
  };
}
