import type { Context } from 'aws-lambda';

/** The id of a request: problem answers show it, and each line that is logged about the request has it. */
export const requestIdOf = (event: Identified, { awsRequestId }: Pick<Context, 'awsRequestId'>): string =>
  event.requestContext?.requestId ?? awsRequestId;

export interface Identified {
  readonly requestContext?: { readonly requestId?: string };
}
