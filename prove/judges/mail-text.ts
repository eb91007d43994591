/** Everything in a mail that can be read: its bytes, and its base64 and quoted-printable parts decoded. */
export function readableText(raw: Buffer): string {
  const bytes = raw.toString('latin1');
  return [bytes, unquoted(bytes), ...base64Parts(bytes)].join('\n');
}

/** Each link of a mail that holds a token: path and query, once. */
export function linksIn(raw: Buffer, site: string): readonly string[] {
  const pattern = new RegExp(`${site.replaceAll('.', '\\.')}(/[a-z-]+\\?[rt]=[A-Za-z0-9._-]+)`, 'g');
  return [
    ...new Set(
      readableText(raw)
        .matchAll(pattern)
        .map(([, link = '']) => link),
    ),
  ];
}

const unquoted = (text: string): string => text.replaceAll('=\r\n', '').replaceAll('=3D', '=');

const base64Parts = (text: string): string[] =>
  [...text.matchAll(/\r\n\r\n((?:[A-Za-z0-9+/=]{1,76}\r\n)+)/g)].map(([, body = '']) => Buffer.from(body, 'base64').toString('utf8'));
