const LINE_OCTETS = 75;
const END = 'END:VEVENT\r\n';

/**
 * The calendar with CONFERENCE (RFC 7986 5.11) in its events, which ical-generator does not know.
 * @param venues where people meet, one for each event in their order: an address in ASCII, or undefined where there is none
 */
export function withConferences(ics: string, venues: readonly (string | undefined)[]): string {
  const [first = '', ...rest] = ics.split(END);
  return rest.reduce((before, after, n) => `${before}${lineOf(venues[n])}${END}${after}`, first);
}

const lineOf = (venue: string | undefined): string =>
  venue === undefined ? '' : `${foldAscii(`CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Join the session:${venue}`)}\r\n`;

/** RFC 5545 3.1: a line that goes on begins with a space, which counts. */
function foldAscii(line: string): string {
  const rest = line.slice(LINE_OCTETS).match(new RegExp(`.{1,${LINE_OCTETS - 1}}`, 'g')) ?? [];
  return [line.slice(0, LINE_OCTETS), ...rest].join('\r\n ');
}
