import type { FetchText } from './sns-message.ts';

const WITHIN_MILLIS = 3_000;
const LIMIT_CHARACTERS = 64 * 1024;

/**
 * Fetches small texts, and keeps certificates: they do not change under one name. Null when the answer is a refusal. Throws when
 * there is no answer, so that the sender tries again.
 */
export function createFetchText(): FetchText {
  const certificates = new Map<string, string>();
  return async (address) => {
    const known = certificates.get(address.href);
    if (known !== undefined) return known;
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MILLIS) });
    if (response.status >= 500) throw new Error(`${address.host} answers ${response.status}`);
    const text = await response.text();
    if (!response.ok || text.length > LIMIT_CHARACTERS) return null;
    if (address.pathname.endsWith('.pem')) certificates.set(address.href, text);
    return text;
  };
}
