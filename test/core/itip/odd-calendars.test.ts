import { describe, expect, test } from 'vitest';
import { readItip } from '../../../shared/itip/read-itip.ts';
import { counter, reply } from '../../fixtures/mail/letter.ts';
import { asha } from '../../support/rooms.ts';

const read = (text: string) => {
  const result = readItip(text);
  return result.kind === 'itip' ? result.itip : result;
};
const attendeeIn = (text: string) => {
  const itip = read(text);
  return 'attendees' in itip ? itip.attendees[0] : itip;
};
const startIn = (text: string): string | undefined => {
  const itip = read(text);
  if (!('proposed' in itip)) return JSON.stringify(itip);
  return 'fault' in itip.proposed ? itip.proposed.fault : itip.proposed.startUtc;
};

const zone = (...rules: readonly (readonly string[])[]): string[] => [
  'BEGIN:VTIMEZONE',
  'TZID:Own',
  ...rules.flatMap((rule) => ['BEGIN:STANDARD', ...rule, 'END:STANDARD']),
  'END:VTIMEZONE',
];
const inOwnZone = (...rules: readonly (readonly string[])[]) =>
  startIn(counter(['DTSTART;TZID=Own:20300116T193000', 'DURATION:PT1H'], { before: zone(...rules) }));
const changesTo = (to: string, start: string, ...more: readonly string[]) => [
  `DTSTART:${start}`,
  'TZOFFSETFROM:+0100',
  `TZOFFSETTO:${to}`,
  ...more,
];

describe('a calendar is read as every person would read it', () => {
  test('a calendar whose every line end is doubled, also in front of a fold', () => {
    const folded = reply({ attendee: `ATTENDEE;PARTSTAT=DECLINED\r\n :mailto:${asha.email}` });
    expect(attendeeIn(folded.replaceAll('\r\n', '\r\n\r\n'))).toMatchObject({ email: asha.email, partstat: 'DECLINED' });
  });

  test.each([
    `"mailto:${asha.email}"`,
    `SMTP:${asha.email}`,
    `smtp:${asha.email.toUpperCase()}`,
    `<${asha.email}>`,
    `mailto:"${asha.email}"`,
    `mailto:<${asha.email}>`,
    `mailto://${asha.email}`,
  ])('an attendee written as %s', (address) => {
    expect(attendeeIn(reply({ attendee: `ATTENDEE;PARTSTAT=ACCEPTED:${address}` }))).toMatchObject({ email: asha.email });
  });

  test.each([
    'CN=Dr: Asha Raman',
    'CN="Asha "Ash" Raman"',
    'CN="Asha \\"Ash\\" Raman"',
    `CN='mailto:${asha.email}'`,
    `CN="Raman; "Asha""`,
    'CN="Asha Raman',
  ])('an attendee whose name breaks the grammar: %s', (name) => {
    const attendee = `ATTENDEE;${name};PARTSTAT=DECLINED;RSVP=TRUE:mailto:${asha.email}`;
    expect(attendeeIn(reply({ attendee }))).toMatchObject({ email: asha.email, partstat: 'DECLINED' });
  });

  test('an answer that is written twice, inside of a name and outside of it, is the one outside', () => {
    const attendee = `ATTENDEE;CN="Asha;PARTSTAT=ACCEPTED";PARTSTAT=DECLINED:mailto:${asha.email}`;
    expect(attendeeIn(reply({ attendee }))).toMatchObject({ partstat: 'DECLINED' });
  });

  test('a method in quotes', () => {
    expect(read(reply({ method: 'METHOD:"REPLY"' }))).toMatchObject({ method: 'REPLY' });
  });

  test('properties with a group in front of their names', () => {
    expect(attendeeIn(reply({ attendee: `item1.ATTENDEE;PARTSTAT=ACCEPTED:mailto:${asha.email}` }))).toMatchObject({ email: asha.email });
  });

  test.each([
    ['GB', '2030-01-16T19:30:00.000Z'],
    ['Israel', '2030-01-16T17:30:00.000Z'],
    ['Singapore', '2030-01-16T11:30:00.000Z'],
    ['NZ', '2030-01-16T06:30:00.000Z'],
    ['GMT0', '2030-01-16T19:30:00.000Z'],
    ['UTC 1', '2030-01-16T19:30:00.000Z'],
    ['Pacific Daylight Time (Mexico)', '2030-01-17T03:30:00.000Z'],
    ['Pacific Standard Time (Mexico)', '2030-01-17T03:30:00.000Z'],
    ['W. Europe Daylight Time 2', '2030-01-16T18:30:00.000Z'],
    ['IST', 'unknown-time-zone'],
  ])('the zone %s', (name, start) => {
    expect(startIn(counter([`DTSTART;TZID=${name}:20300116T193000`, 'DURATION:PT1H']))).toBe(start);
  });

  test('a length in weeks is read', () => {
    const itip = read(counter(['DTSTART:20300116T193000Z', 'DURATION:P1W']));
    expect(itip).toMatchObject({ proposed: { durationMinutes: 7 * 24 * 60 } });
  });
});

describe('a rule that is not understood makes only the times unknown that it may decide', () => {
  const notUnderstood = 'RRULE:FREQ=MONTHLY;BYDAY=1SU';

  test('one that ended long ago says nothing about today', () => {
    expect(
      inOwnZone(changesTo('+0500', '19700101T000000', `${notUnderstood};UNTIL=19721231T000000Z`), changesTo('+0200', '19800101T000000')),
    ).toBe('2030-01-16T17:30:00.000Z');
  });

  test('one that strikes a few times ends with the last of them', () => {
    expect(inOwnZone(changesTo('+0500', '19410504T010000', `${notUnderstood};COUNT=2`), changesTo('+0200', '19800101T000000'))).toBe(
      '2030-01-16T17:30:00.000Z',
    );
  });

  test('one without a rule, whose offsets cannot be read, decides nothing after the next change', () => {
    expect(inOwnZone(['DTSTART:19400225T020000', 'TZOFFSETTO:summer'], changesTo('+0200', '19800101T000000'))).toBe(
      '2030-01-16T17:30:00.000Z',
    );
  });

  test('one that begins later says nothing about today', () => {
    expect(inOwnZone(changesTo('+0200', '19800101T000000'), changesTo('+0500', '20400101T000000', notUnderstood))).toBe(
      '2030-01-16T17:30:00.000Z',
    );
  });

  test.each([
    ['goes on', changesTo('+0500', '19900101T000000', notUnderstood)],
    ['ends after the time asked for', changesTo('+0500', '19900101T000000', `${notUnderstood};UNTIL=20400101T000000Z`)],
    ['strikes more often than there are years', changesTo('+0500', '19900101T000000', `${notUnderstood};COUNT=900`)],
    ['strikes each hundred years', changesTo('+0500', '19900101T000000', 'RRULE:FREQ=YEARLY;INTERVAL=100;COUNT=2')],
    ['does not say when it begins', ['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0500', notUnderstood]],
    ['lists more dates', ['DTSTART:19900101T000000', 'TZOFFSETTO:+0500', 'RDATE:20300101T000000']],
  ])('one that %s makes today unknown', (_, rule) => {
    expect(inOwnZone(changesTo('+0200', '19800101T000000'), rule)).toBe('unknown-time-zone');
  });

  test('a zone of which nothing is understood is unknown', () => {
    expect(inOwnZone(changesTo('+0500', '19700101T000000', notUnderstood))).toBe('unknown-time-zone');
  });
});

describe('UNTIL ends a rule on the clock in which it is written', () => {
  // The clocks of this zone go on by an hour on each 16 January at 19:30 (18:30 UTC), and back on each 1 June.
  const forward = (until: string) => changesTo('+0200', '20000116T193000', `RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=16;UNTIL=${until}`);
  const back = ['DTSTART:20000601T000000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1'];
  const noonOfFebruary = (until: string) =>
    startIn(counter(['DTSTART;TZID=Own:20300201T120000', 'DURATION:PT1H'], { before: zone(forward(until), back) }));

  test.each([
    ['20300116T183000Z', '2030-02-01T10:00:00.000Z'],
    ['20300116T182959Z', '2030-02-01T11:00:00.000Z'],
    ['20300116T193000', '2030-02-01T10:00:00.000Z'],
    ['20300116T192959', '2030-02-01T11:00:00.000Z'],
    ['20300116', '2030-02-01T10:00:00.000Z'],
    ['20300115', '2030-02-01T11:00:00.000Z'],
  ])('UNTIL=%s', (until, start) => {
    expect(noonOfFebruary(until)).toBe(start);
  });
});

describe('factors that multiply have caps of their own', () => {
  const attendees = (count: number) =>
    reply({ attendee: null, event: Array.from({ length: count }, (_, n) => `ATTENDEE;PARTSTAT=ACCEPTED:mailto:a${n}@mail.example`) });
  const zones = (count: number) =>
    reply({ before: Array.from({ length: count }, () => zone(changesTo('+0200', '19800101T000000'))).flat() });
  const dates = (count: number) =>
    reply({
      before: zone(changesTo('+0200', '19800101T000000', `RDATE:${Array.from({ length: count }, () => '20200101T000000').join(',')}`)),
    });
  const parameters = (count: number) => reply({ attendee: `ATTENDEE${';A=b'.repeat(count)}:mailto:${asha.email}` });
  const nested = (depth: number) =>
    reply({ event: [...Array.from({ length: depth }, () => 'BEGIN:X'), ...Array.from({ length: depth }, () => 'END:X')] });

  test.each([
    ['attendees', attendees, 20, 'too-complex'],
    ['zones', zones, 20, 'too-complex'],
    ['dates', dates, 50, 'too-complex'],
    ['parameters', parameters, 40, 'too-complex'],
    ['nested components', nested, 6, 'calendar-too-large'],
  ] as const)('%s', (_, write, allowed, fault) => {
    expect(readItip(write(allowed)).kind).toBe('itip');
    expect(readItip(write(allowed + 1))).toMatchObject({ kind: 'unreadable', reason: fault });
  });

  test('commas and semicolons in a comment are no parameters', () => {
    expect(readItip(reply({ event: [`COMMENT:${'a; b, '.repeat(60)}`] })).kind).toBe('itip');
  });
});
