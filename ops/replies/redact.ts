import { readMail } from '../../functions/mail-in/read-mail.ts';

/** What may be shown of a mail to somebody who only has to understand why it was not applied. */
export interface RedactedMail {
  readonly bytes: number;
  readonly from: string;
  readonly headers: readonly string[];
  readonly calendars: readonly (readonly string[])[];
}

const TOLD_HEADERS = new Set([
  'date',
  'mime-version',
  'content-type',
  'auto-submitted',
  'precedence',
  'x-mailer',
  'user-agent',
  'x-ses-spam-verdict',
  'x-ses-virus-verdict',
]);
const TOLD_PROPERTIES =
  /^(BEGIN|END|METHOD|PRODID|VERSION|UID|SEQUENCE|DTSTAMP|DTSTART|DTEND|DURATION|STATUS|RRULE|TZID|TZOFFSET\w+|X-MS-OLK-\w+|RECURRENCE-ID)[:;]/i;

/** The mail without names, addresses and words: which program wrote it, how it is built, what its calendar says of time. */
export async function redactText(bytes: Uint8Array): Promise<RedactedMail> {
  const mail = await readMail(bytes);
  if (typeof mail === 'string') return { bytes: bytes.length, from: mail, headers: [], calendars: [] };
  return {
    bytes: bytes.length,
    from: 'fault' in mail.from ? mail.from.fault : maskAddress(mail.from.email),
    headers: mail.headers.map(({ key, value }) => `${key}: ${TOLD_HEADERS.has(key) ? maskAddress(value) : lengthOf(value)}`),
    calendars: mail.calendars.map(({ text }) =>
      text
        .split(/\r?\n/)
        .filter((line) => line !== '')
        .map(redactedLine),
    ),
  };
}

function redactedLine(line: string): string {
  if (TOLD_PROPERTIES.test(line)) return maskAddress(line);
  const name = /^[\w-]{1,40}/.exec(line)?.[0] ?? '';
  const partstat = /PARTSTAT=[\w-]+/i.exec(line)?.[0];
  return `${name}${partstat === undefined ? '' : `;${partstat}`} ${lengthOf(line)}`;
}

/** asha.raman@mail.example -> a…@mail.example */
export const maskAddress = (text: string): string => text.replace(/([^\s<>:;,"'=@])[^\s<>:;,"'=@]*@/g, '$1…@');

const lengthOf = (text: string): string => `(${text.length} characters)`;
