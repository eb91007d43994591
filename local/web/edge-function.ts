import { runInNewContext } from 'node:vm';
import { isRecord } from '../json.ts';
import { LocalProblem } from '../problem.ts';

/** What a request is at the edge: the path as it came, and the query string without its question mark. */
export interface EdgeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
}

/** A CloudFront function of viewer requests either answers itself or lets the request go on, perhaps to another path. */
export type EdgeResult =
  | { readonly kind: 'request'; readonly path: string }
  | { readonly kind: 'response'; readonly status: number; readonly headers: Readonly<Record<string, string>> };

export type EdgeFunction = (request: EdgeRequest) => EdgeResult;

/** Makes the code of a CloudFront function callable, with as much of the event as functions of ours read. */
export function compileEdgeFunction(code: string): EdgeFunction {
  const handler: unknown = runInNewContext(`${code}; handler`);
  if (typeof handler !== 'function') throw new LocalProblem('A CloudFront function of the template has no handler.');
  return ({ method, path, query }) => {
    const rawQueryString = () => (query === '' ? undefined : query);
    return readResult(handler({ version: '1.0', request: { method, uri: path, rawQueryString } }));
  };
}

function readResult(result: unknown): EdgeResult {
  if (isRecord(result) && typeof result['uri'] === 'string') return { kind: 'request', path: result['uri'] };
  if (!isRecord(result) || typeof result['statusCode'] !== 'number')
    throw new LocalProblem('A CloudFront function gave neither a request nor a response.');
  const headers = Object.entries(isRecord(result['headers']) ? result['headers'] : {});
  return {
    kind: 'response',
    status: result['statusCode'],
    headers: Object.fromEntries(headers.map(([name, header]) => [name, isRecord(header) ? String(header['value']) : ''])),
  };
}
