/*
 * A MIME message taken apart by the letter (RFC 2045, 2046), sharing nothing with the libraries that write it.
 */

export interface MimePart {
  /** Names in lower case, values unfolded, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** `text/calendar; charset=utf-8; method=REQUEST`, parameters sorted, quotes removed, without the boundary. */
  readonly type: string;
  /** The decoded bytes; of a multipart, nothing. */
  readonly content: Buffer;
  readonly parts: readonly MimePart[];
}

/** Throws where the message breaks the grammar. */
export function mimeTree(bytes: Uint8Array): MimePart {
  const text = Buffer.from(bytes).toString('latin1');
  if (/[^\r]\n|\r[^\n]/.test(text)) throw new Error('A line does not end with CRLF');
  return part(text);
}

function part(text: string): MimePart {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('A part has no body');
  const headers = headersIn(text.slice(0, end));
  const body = text.slice(end + 4);
  const [type, ...parameters] = only(headers, 'content-type').split(/;\s*/);
  const boundary = parameters
    .find((parameter) => parameter.startsWith('boundary='))
    ?.slice('boundary='.length)
    .replaceAll('"', '');
  const shown = [type?.toLowerCase(), ...parameters.filter((parameter) => !parameter.startsWith('boundary=')).toSorted()];
  const multipart = boundary === undefined ? null : partsIn(body, boundary);
  return {
    headers,
    type: shown.join('; ').replaceAll('"', ''),
    content: multipart ? Buffer.alloc(0) : decoded(body, headers),
    parts: multipart ?? [],
  };
}

function headersIn(text: string): readonly (readonly [string, string])[] {
  const lines = text.replace(/\r\n(?=[ \t])/g, '').split('\r\n');
  return lines.map((line) => {
    const colon = line.indexOf(':');
    if (colon < 1 || !/^[!-9;-~]+$/.test(line.slice(0, colon))) throw new Error(`Not a header: ${line}`);
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
}

function partsIn(body: string, boundary: string): MimePart[] {
  const [, ...sections] = `\r\n${body}`.split(`\r\n--${boundary}`);
  if (!sections.pop()?.startsWith('--')) throw new Error('A multipart is not closed');
  return sections.map((section) => part(section.slice(2)));
}

function decoded(body: string, headers: MimePart['headers']): Buffer {
  const encoding = headers.find(([name]) => name === 'content-transfer-encoding')?.[1] ?? '7bit';
  if (encoding !== 'base64') throw new Error(`Encoded as ${encoding}`);
  if (body.split('\r\n').some((line) => line.length > 76)) throw new Error('A line of base64 is too long');
  return Buffer.from(body, 'base64');
}

/** The value of a header that may stand there once only. */
export function only(headers: MimePart['headers'], name: string): string {
  const values = headers.flatMap(([other, value]) => (other === name ? [value] : []));
  if (values.length !== 1) throw new Error(`${name} stands there ${values.length} times`);
  return values[0] ?? '';
}

export const headerOf = ({ headers }: MimePart, name: string): string | undefined => headers.find(([other]) => other === name)?.[1];

/** All parts that are no multipart, in their order. */
export const leavesOf = (root: MimePart): readonly MimePart[] => (root.parts.length === 0 ? [root] : root.parts.flatMap(leavesOf));

/** The shape of the message, one part a line, indented by depth. */
export const outlineOf = (root: MimePart, depth = 0): string =>
  [`${'  '.repeat(depth)}${root.type}`, ...root.parts.map((child) => outlineOf(child, depth + 1))].join('\n');
