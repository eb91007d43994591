import type { Instant } from '../../shared/time/instant.ts';

/** Lines of a calendar as one text: folded at 75 octets (RFC 5545 3.1), CRLF line ends. */
export const calendarText = (lines: readonly (string | null)[], fold = ' '): string =>
  `${lines
    .filter((line) => line !== null)
    .map((line) => folded(line, fold))
    .join('\r\n')}\r\n`;

function folded(line: string, fold: string): string {
  const pieces = [''];
  for (const character of line) {
    const last = pieces.at(-1) ?? '';
    if (Buffer.byteLength(last + character) > (pieces.length === 1 ? 75 : 74)) pieces.push(character);
    else pieces[pieces.length - 1] = last + character;
  }
  return pieces.join(`\r\n${fold}`);
}

/** 20300108T190000Z */
export const utcStamp = (instant: Instant): string => `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`;

/** 20300109T003000: what clocks of an IANA zone show at that moment. */
export function wallStamp(instant: Instant, timeZone: string): string {
  const shown = new Date(instant).toLocaleString('sv-SE', { timeZone });
  return shown.replace(' ', 'T').replace(/[-:]/g, '');
}

/** Text of RFC 5545 3.3.11. */
export const escapeText = (text: string): string => text.replace(/[\\;,]/g, String.raw`\$&`).replace(/\n/g, String.raw`\n`);

/** W. Europe Standard Time as Exchange describes it: rules since 1601. */
export const westernEurope = (tzid: string): string[] => [
  'BEGIN:VTIMEZONE',
  `TZID:${tzid}`,
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];

/** A zone whose clocks never change, as most calendars describe it. */
export const steadyZone = (tzid: string, offset: string): string[] => [
  'BEGIN:VTIMEZONE',
  `TZID:${tzid}`,
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  `TZOFFSETFROM:${offset}`,
  `TZOFFSETTO:${offset}`,
  'END:STANDARD',
  'END:VTIMEZONE',
];
