/** A MIME entity: header lines and what follows the empty line. */
export interface Entity {
  readonly headers: readonly string[];
  readonly body: string;
}

const CRLF = '\r\n';

export const render = ({ headers, body }: Entity): string => `${headers.join(CRLF)}${CRLF}${CRLF}${body}`;

/** The message with its own headers before those of its content. */
export const message = (headers: readonly string[], content: Entity): string =>
  render({ headers: [...headers, 'MIME-Version: 1.0', ...content.headers], body: content.body });

export function multipart(kind: string, boundary: string, parts: readonly Entity[]): Entity {
  const delimited = parts.map((part) => `--${boundary}${CRLF}${render(part)}${CRLF}`);
  return { headers: [`Content-Type: multipart/${kind}; boundary="${boundary}"`], body: `${delimited.join('')}--${boundary}--${CRLF}` };
}

export const plainPart = (type: string, text: string): Entity => ({
  headers: [`Content-Type: ${type}`, 'Content-Transfer-Encoding: 8bit'],
  body: text,
});

export const base64Part = (type: string, text: string, extra: readonly string[] = [], encoding = 'base64'): Entity => ({
  headers: [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, ...extra],
  body: Buffer.from(text, 'utf8').toString('base64').replace(/.{76}/g, `$&${CRLF}`).trimEnd(),
});

/** RFC 2045 6.7; line ends stay as they are. */
export const writeQuotedPrintablePart = (type: string, text: string, extra: readonly string[] = []): Entity => ({
  headers: [`Content-Type: ${type}`, 'Content-Transfer-Encoding: quoted-printable', ...extra],
  body: text.split(CRLF).map(quotedLine).join(CRLF),
});

function quotedLine(line: string): string {
  const units = [...Buffer.from(line, 'utf8')].map((byte) =>
    byte === 0x3d || byte > 0x7e || byte < 0x20 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte),
  );
  const lines = [''];
  for (const unit of units) {
    const last = lines.at(-1) ?? '';
    if (last.length + unit.length > 75) lines.push(unit);
    else lines[lines.length - 1] = last + unit;
  }
  return lines.join(`=${CRLF}`);
}

/** RFC 5322 date-time in UTC. */
export const mailDate = (instant: string): string => new Date(instant).toUTCString().replace('GMT', '+0000');

/** A mailbox with its name quoted, or as an encoded word when it is not ASCII. */
export const mailbox = ({ name, email }: { readonly name: string; readonly email: string }): string => {
  if (name === '') return `<${email}>`;
  const shown = /^[\x20-\x7e]*$/.test(name) ? `"${name.replace(/["\\]/g, '')}"` : `=?utf-8?B?${Buffer.from(name).toString('base64')}?=`;
  return `${shown} <${email}>`;
};
