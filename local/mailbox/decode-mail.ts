import ICAL from 'ical.js';
import PostalMime, { type Email } from 'postal-mime';

/** A mail as people look at it. */
export interface DecodedMail {
  readonly text: string;
  readonly html: string;
  /** The calendar part; null: there is none. */
  readonly calendar: string | null;
  /** By lower-case name; values of a repeated header joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A property of the calendar part: its name with parameters, and its value. */
export interface CalendarLine {
  readonly name: string;
  readonly parameters: string;
  readonly value: string;
}

export interface CalendarFacts {
  readonly method: string | null;
  readonly uid: string | null;
  readonly sequence: number | null;
}

/** Decodes text, HTML, calendar part and headers. */
export async function decodeMail(raw: Buffer): Promise<DecodedMail> {
  const mail = await PostalMime.parse(raw);
  return { text: mail.text ?? '', html: mail.html ?? '', calendar: calendarOf(mail), headers: headersOf(mail) };
}

/** Subject and calendar facts of a mail. */
export async function summarize(raw: Buffer): Promise<CalendarFacts & { readonly subject: string }> {
  const mail = await PostalMime.parse(raw);
  return { subject: mail.subject ?? '', ...readCalendarFacts(calendarOf(mail)) };
}

/** All properties of the event, in their order, for a table; empty when the calendar cannot be read. */
export function readCalendarLines(calendar: string): readonly CalendarLine[] {
  const event = parseCalendar(calendar)?.getFirstSubcomponent('vevent');
  return (event?.getAllProperties() ?? []).map((property) => ({
    name: property.name.toUpperCase(),
    parameters: parametersOf(property),
    value: property.getValues().map(String).join(', '),
  }));
}

/** METHOD, UID and SEQUENCE, each null when absent. */
function readCalendarFacts(calendar: string | null): CalendarFacts {
  const component = calendar === null ? undefined : parseCalendar(calendar);
  const event = component?.getFirstSubcomponent('vevent');
  const sequence = event?.getFirstPropertyValue('sequence');
  return {
    method: component?.getFirstPropertyValue('method')?.toString() ?? null,
    uid: event?.getFirstPropertyValue('uid')?.toString() ?? null,
    sequence: sequence === undefined || sequence === null ? null : Number(sequence),
  };
}

function parseCalendar(calendar: string): ICAL.Component | undefined {
  try {
    return new ICAL.Component(ICAL.parse(calendar));
  } catch {
    return undefined;
  }
}

function parametersOf(property: ICAL.Property): string {
  const [, parameters] = property.toJSON();
  return Object.entries(parameters ?? {})
    .map(([name, value]) => `${name.toUpperCase()}=${String(value)}`)
    .join('; ');
}

function calendarOf(mail: Email): string | null {
  const part = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar' || mimeType === 'application/ics');
  if (part === undefined) return null;
  const text = typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content);
  // The parser gives every text with bare line feeds; iCalendar's lines end in CRLF (RFC 5545 3.1).
  return text.replaceAll(/\r?\n/g, '\r\n');
}

function headersOf(mail: Email): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { key, value } of mail.headers) headers[key] = key in headers ? `${headers[key] ?? ''}, ${value}` : value;
  return headers;
}
