import { request } from 'node:http';

/*
 * Requests byte for byte as written here: `fetch` would add headers of its own, some of which are what is being tested.
 */

export interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends one request and reads the whole answer; follows nothing. */
export function visit(url: string, { method = 'GET', headers = {}, body }: Visit = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const asked = request(url, { method, headers: { ...headers, ...length }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const FORM = 'application/x-www-form-urlencoded';

/** A form as a browser of this kind posts it from our own page, which sends no referrer. */
export const posted = (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = chrome): Visit => ({
  method: 'POST',
  headers: { 'content-type': FORM, ...headers },
  body: new URLSearchParams(form).toString(),
});

const navigation = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', origin: 'null' };

const CHROME_AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36';
const FIREFOX_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0';
const SAFARI_AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

export const chrome = { ...navigation, 'sec-fetch-user': '?1', 'user-agent': CHROME_AGENT };
export const firefox = { ...navigation, 'sec-fetch-user': '?1', 'user-agent': FIREFOX_AGENT };
/** Safari never sends Sec-Fetch-User. */
export const safari = { ...navigation, 'user-agent': SAFARI_AGENT };
/** A proxy took every Sec-Fetch header away, or the browser is older than they are. */
export const bare = { 'user-agent': CHROME_AGENT };
/** A script that calls `submit()` on the form. */
export const scriptedChrome = { ...navigation, 'user-agent': CHROME_AGENT };
export const scriptedFirefox = { ...navigation, 'user-agent': FIREFOX_AGENT };
