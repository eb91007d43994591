import type { HttpRequest } from '../platform/http/http-handler.ts';
import { mendToken } from './mend-token.ts';

/** A request as it came in; header names in lower case. */
export interface LinkRequest {
  readonly method: string;
  /** Still encoded, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Reads the event of an HTTP API (payload format 2.0). */
export const toRequest = ({ requestContext, rawQueryString, headers, body = '', isBase64Encoded }: HttpRequest): LinkRequest => ({
  method: requestContext.http.method,
  query: rawQueryString,
  headers,
  body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
});

// A form with the longest token and 500 characters of any script stays below it.
const FORM_LIMIT_BYTES = 8 * 1024;
const TOKEN_LIMIT = 1000;

export type Malformed =
  | { readonly malformed: 'bad-token' | 'not-a-form' }
  /** `bytes`: how large the form is. */
  | { readonly malformed: 'too-large'; readonly bytes: number };

/**
 * The one token among these parameters, with the damage of mail programs undone. Twice the same name, nothing, over 1,000
 * characters or control characters that no mail program inserts: no link of ours leads to such a request.
 */
export function tokenIn(parameters: URLSearchParams, name: 'r' | 't'): string | Malformed {
  const [given = '', ...more] = [...parameters].flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));
  if (given.length > TOKEN_LIMIT) return { malformed: 'bad-token' };
  const token = mendToken(given);
  const isToken = more.length === 0 && token !== '' && /^[^\p{Cc}]+$/u.test(token);
  return isToken ? token : { malformed: 'bad-token' };
}

export const queryOf = ({ query }: LinkRequest): URLSearchParams => new URLSearchParams(query);

/** The fields of a form that a browser posted. */
export function formOf({ headers, body }: LinkRequest): URLSearchParams | Malformed {
  if (mediaTypeOf(headers['content-type']) !== 'application/x-www-form-urlencoded') return { malformed: 'not-a-form' };
  return body.length > FORM_LIMIT_BYTES ? { malformed: 'too-large', bytes: body.length } : new URLSearchParams(body.toString('utf8'));
}

const mediaTypeOf = (contentType = ''): string => contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
