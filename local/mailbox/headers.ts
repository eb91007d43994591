export interface MailHeader {
  readonly name: string;
  readonly value: string;
}

/** The headers of a mail as SES puts them into its notifications. */
export interface NotifiedHeaders {
  readonly headers: readonly MailHeader[];
  readonly headersTruncated: boolean;
  readonly commonHeaders: Readonly<Record<string, string | readonly string[]>>;
}

// SES cuts the headers in a notification at 10 KB.
const LIMIT_BYTES = 10 * 1024;
const LISTS = ['from', 'to', 'cc', 'bcc', 'reply-to'];
const COMMON: Readonly<Record<string, string>> = {
  from: 'from',
  to: 'to',
  cc: 'cc',
  bcc: 'bcc',
  'reply-to': 'replyTo',
  'return-path': 'returnPath',
  'message-id': 'messageId',
  date: 'date',
  subject: 'subject',
  sender: 'sender',
};

/** Reads the header block only, up to its limit: what comes in may be hostile, and nothing here needs the rest. */
export function readHeaders(raw: Uint8Array): NotifiedHeaders {
  const start = Buffer.from(raw.subarray(0, LIMIT_BYTES)).toString('utf8');
  const end = start.search(/\r?\n\r?\n/);
  const block = (end < 0 ? start : start.slice(0, end)).replaceAll(/\r?\n[ \t]+/g, ' ');
  const headers = block.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value: value.trim() }];
  });
  return { headers, headersTruncated: end < 0 && raw.length > LIMIT_BYTES, commonHeaders: commonOf(headers) };
}

/** The value of the first header of this name. */
export function headerOf({ headers }: NotifiedHeaders, name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

/** The bare address in a header such as `Asha <asha@example.org>`; empty when there is none. */
export function addressIn(value: string | undefined): string {
  return (/<([^<>]*)>/.exec(value ?? '')?.[1] ?? value ?? '').trim();
}

function commonOf(headers: readonly MailHeader[]): Record<string, string | readonly string[]> {
  const common: Record<string, string | readonly string[]> = {};
  for (const { name, value } of headers) {
    const key = COMMON[name.toLowerCase()];
    if (key === undefined || key in common) continue;
    common[key] = LISTS.includes(name.toLowerCase()) ? [value] : key === 'returnPath' ? addressIn(value) : value;
  }
  return common;
}
