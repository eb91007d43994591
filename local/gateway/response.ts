import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { isRecord, textAt } from '../json.ts';

/** Writes what a function returned as an HTTP API does (payload format 2.0). False: no client could be given that. */
export function writeResult(response: ServerResponse, result: unknown): boolean {
  response.setHeader('apigw-requestid', randomUUID());
  if (!isRecord(result) || result['statusCode'] === undefined) {
    // A function may return just a value: 200 with that value as JSON.
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? {});
    response.setHeader('content-type', 'application/json').end(body);
    return true;
  }
  const status = Number(result['statusCode']);
  if (!Number.isInteger(status) || status < 200 || status > 599) return false;
  for (const [name, value] of Object.entries(headersOf(result))) response.setHeader(name, value);
  const cookies = result['cookies'];
  if (Array.isArray(cookies)) response.setHeader('set-cookie', cookies.map(String));
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/plain; charset=utf-8');
  const body = textAt(result, 'body') ?? '';
  response.statusCode = status;
  response.end(result['isBase64Encoded'] === true ? Buffer.from(body, 'base64') : body);
  return true;
}

function headersOf(result: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers = isRecord(result['headers']) ? result['headers'] : {};
  // The gateway computes these itself, whatever the function says.
  const own = ['content-length', 'transfer-encoding', 'connection'];
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => !own.includes(name.toLowerCase()) && value !== undefined && value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
}
