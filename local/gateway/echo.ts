import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Gives the event back: what the gateway and a worker cost without any work in between. */
export const handler = (event: APIGatewayProxyEventV2) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(event),
});
