import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { sendJson } from '../http.ts';

/** Answers a request itself and gives true, or leaves it alone. */
export type Refuse = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Puts a refusal in front of a server that is somebody else's. */
export function putInFront(server: Server, refuse: Refuse): void {
  const listeners: readonly RequestListener[] = server
    .listeners('request')
    .filter((one): one is RequestListener => typeof one === 'function');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response) => {
    if (!refuse(request, response)) for (const listen of listeners) listen(request, response);
  });
}

const DATA_OPERATIONS = /\.(GetItem|PutItem|UpdateItem|DeleteItem|Query|Scan|BatchGetItem|BatchWriteItem)$/;

/** Lets a share (0 to 1) of the calls that read or write items fail as DynamoDB does above a table's rate. */
export function refuseShare(share: number): Refuse {
  return (request, response) => {
    if (!DATA_OPERATIONS.test(String(request.headers['x-amz-target'])) || Math.random() >= share) return false;
    // The body is read, so that the connection can be used again.
    request.resume().once('end', () => sendJson(response, 400, ABOVE_RATE));
    return true;
  };
}

const ABOVE_RATE = {
  __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  message: 'The level of configured provisioned throughput for the table was exceeded.',
};
