import { Function as EdgeFunction, FunctionCode, FunctionEventType, FunctionRuntime } from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { LINK_PAGES } from '../shared/words/route-keys.ts';

/**
 * Runs at the edge. Mail programs change the address of a link: capitals, a slash or a full stop at the end, two slashes, an
 * encoded question mark. Such an address is sent on to the page that it means. Every other path that is no file is a page of the
 * app, which finds out itself what to show. The query string is not touched: it holds the token.
 */
const CODE = `const LINK_PAGES = ${JSON.stringify(LINK_PAGES)};

function handler(event) {
  const request = event.request;
  const parts = request.uri.split(/%3f/i);
  const page = linkPage(parts[0]);
  if (page === undefined) {
    if (!request.uri.split('/').pop().includes('.')) request.uri = '/index.html';
    return request;
  }
  if (page === request.uri) return request;
  const queries = [parts.slice(1).join('&').replace(/%3d/i, '='), request.rawQueryString()];
  const query = queries.filter(Boolean).join('&');
  return {
    statusCode: 307,
    statusDescription: 'Temporary Redirect',
    headers: {
      location: { value: page + (query && '?' + query) },
      'cache-control': { value: 'no-store' },
      'referrer-policy': { value: 'no-referrer' },
    },
  };
}

function linkPage(uri) {
  const words = decode(uri).toLowerCase().split('/').filter(Boolean);
  const path = '/' + words.join('/').replace(/[^a-z0-9]+$/, '');
  return LINK_PAGES.find((page) => page === path);
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}
`;

/** Sends a damaged address of a link page to that page, and every page of the app to the app. */
export class PathMender extends Construct {
  private readonly mend: EdgeFunction;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.mend = new EdgeFunction(this, 'Function', { code: FunctionCode.fromInline(CODE), runtime: FunctionRuntime.JS_2_0 });
  }

  /** For a behavior of the distribution. */
  get associations() {
    return [{ function: this.mend, eventType: FunctionEventType.VIEWER_REQUEST }];
  }
}
