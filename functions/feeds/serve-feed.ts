import type { HttpAnswer } from '../platform/http/http-answer.ts';
import type { Endpoint } from '../platform/http/http-handler.ts';
import { digestOfSecret, secretInFile } from '../platform/people/feed-secret.ts';
import { currentFeed, type CurrentFeedDeps } from './current-feed.ts';

/** For whom the address is the key: nothing on the way may keep a copy, and no search engine may list it. */
const COMMON = {
  'cache-control': 'private, no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const;

/**
 * `/feeds/<secret>.ics`: the sessions of one person. An address that never was and one that was replaced look the same; what cannot be
 * an address is refused before anything is read.
 */
export const serveFeed =
  (deps: CurrentFeedDeps): Endpoint =>
  async ({ requestContext, pathParameters, headers }) => {
    const { method } = requestContext.http;
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: { ...COMMON, allow: 'GET, HEAD' } };
    const secret = secretInFile(pathParameters?.['file']);
    const feed = secret === undefined ? undefined : await currentFeed(deps, digestOfSecret(secret));
    if (!feed) return notFound();
    const shared = { ...COMMON, etag: feed.etag };
    if (isKnown(headers['if-none-match'], feed.etag)) return { status: 304, headers: shared };
    const answer = { status: 200, headers: { ...shared, 'content-type': 'text/calendar; charset=utf-8' } };
    return method === 'HEAD' ? answer : { ...answer, body: feed.ics };
  };

const notFound = (): HttpAnswer => ({
  status: 404,
  headers: { ...COMMON, 'content-type': 'text/plain; charset=utf-8' },
  body: 'There is no calendar feed at this address. It may have been replaced: your profile gives you a new one.\n',
});

/** RFC 9110 13.1.2: a list of tags, or `*`. What compresses an answer on the way makes its tag a weak one. */
const isKnown = (known: string | undefined, etag: string): boolean =>
  known !== undefined && (known.trim() === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));
