/** Everything in a mail that can be read: its bytes, and its base64 and quoted-printable parts decoded. */
export function readableText(raw: Buffer): string {
  const bytes = raw.toString('latin1');
  return [bytes, unquoted(bytes), ...base64Parts(bytes)].join('\n');
}

const unquoted = (text: string): string => text.replaceAll('=\r\n', '').replaceAll('=3D', '=');

const base64Parts = (text: string): string[] =>
  [...text.matchAll(/\r\n\r\n((?:[A-Za-z0-9+/=]{1,76}\r\n)+)/g)].map(([, body = '']) => Buffer.from(body, 'base64').toString('utf8'));
