import { describe, expect, test } from 'vitest';
import { readItip } from '../../../shared/itip/read-itip.ts';
import { WINDOWS_ZONES } from '../../../shared/itip/windows-zones.ts';
import { counter } from '../../fixtures/mail/letter.ts';

/** The moment that this wall time means in a message with these definitions; or why it means none. */
function momentOf(tzid: string, wall: string, before: readonly string[] = []): string {
  const read = readItip(counter([`DTSTART;TZID="${tzid}":${wall}`], { before }));
  if (read.kind !== 'itip' || read.itip.method !== 'COUNTER') throw new Error(`Not a COUNTER: ${read.kind}`);
  const { proposed } = read.itip;
  return 'startUtc' in proposed ? proposed.startUtc.slice(0, 16) : proposed.fault;
}

const JANUARY = '20300116T120000';
const JULY = '20300716T120000';

describe('a name means one clock', () => {
  test.each([
    ['Europe/Paris', JANUARY, '2030-01-16T11:00'],
    ['europe/paris', JULY, '2030-07-16T10:00'],
    ['Asia/Calcutta', JANUARY, '2030-01-16T06:30'],
    ['Asia/Kolkata', JANUARY, '2030-01-16T06:30'],
    ['Asia/Katmandu', JANUARY, '2030-01-16T06:15'],
    ['US/Eastern', JULY, '2030-07-16T16:00'],
    ['Etc/GMT+5', JANUARY, '2030-01-16T17:00'],
    ['GMT', JANUARY, '2030-01-16T12:00'],
    ['UTC', JULY, '2030-07-16T12:00'],
    ['EST5EDT', JULY, '2030-07-16T16:00'],
    ['Eastern Standard Time', JULY, '2030-07-16T16:00'],
    ['eastern standard time', JANUARY, '2030-01-16T17:00'],
    ['Eastern Daylight Time', JANUARY, '2030-01-16T17:00'],
    ['India Standard Time', JANUARY, '2030-01-16T06:30'],
    ['Nepal Standard Time', JANUARY, '2030-01-16T06:15'],
    ['Egypt Standard Time', JANUARY, '2030-01-16T10:00'],
    ['W. Europe Standard Time 2', JULY, '2030-07-16T10:00'],
    ['UTC-11', JANUARY, '2030-01-16T23:00'],
    ['tzone://Microsoft/Utc', JANUARY, '2030-01-16T12:00'],
    ['(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi', JANUARY, '2030-01-16T06:30'],
    ['(GMT+01.00) Sarajevo/Warsaw/Zagreb', JANUARY, '2030-01-16T11:00'],
    ['(UTC) Coordinated Universal Time', JANUARY, '2030-01-16T12:00'],
    ['(UTC+00:00) Dublin, Edinburgh, Lisbon, London', JULY, '2030-07-16T11:00'],
    ['(UTC) Dublin, Edinburgh, Lisbon, London', JANUARY, '2030-01-16T12:00'],
    ['(UTC) Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London', JULY, '2030-07-16T11:00'],
    ['UTC+5:30', JANUARY, '2030-01-16T06:30'],
    ['Pacific Time (US & Canada)', JULY, '2030-07-16T19:00'],
    ['/mozilla.org/20050126_1/America/Argentina/Buenos_Aires', JANUARY, '2030-01-16T15:00'],
    ['/citadel.org/20210210_1/Europe/London', JULY, '2030-07-16T11:00'],
    ['GMT +0530 (Standard) / GMT +0530 (Daylight)', JULY, '2030-07-16T06:30'],
    ['GMT -0500 (Standard) / GMT -0400 (Daylight)', JANUARY, '2030-01-16T17:00'],
    ['GMT -0500 (Standard) / GMT -0400 (Daylight)', JULY, '2030-07-16T16:00'],
    ['+05:45', JANUARY, '2030-01-16T06:15'],
    ['UTC-03:30', JANUARY, '2030-01-16T15:30'],
  ])('%s at %s', (tzid, wall, moment) => {
    expect(momentOf(tzid, wall)).toBe(moment);
  });

  test('every Windows name that the table knows is a zone here', () => {
    expect([...WINDOWS_ZONES.keys()].filter((name) => momentOf(name, JANUARY) === 'unknown-time-zone' && !name.startsWith('('))).toEqual(
      [],
    );
  });
});

describe('a name that could mean two clocks, or none, is not guessed', () => {
  test.each([
    'IST',
    'EST',
    'CST',
    'Local',
    'Mars/Olympus',
    'Customized Time Zone',
    'tzone://Microsoft/Custom',
    '/mozilla.org/20050126_1/Nowhere/Atall',
    '(UTC+04:00) Moscow, St. Petersburg, Volgograd',
    '(UTC+09:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
    '(UTC+01:00) Somewhere',
    'GMT +0200 (Standard) / GMT +0900 (Daylight)',
    'constructor',
    '__proto__',
  ])('%s', (tzid) => {
    expect(momentOf(tzid, JANUARY)).toBe('unknown-time-zone');
  });

  test('two offsets in the weeks when some of their zones have changed and others have not', () => {
    expect(momentOf('GMT +0200 (Standard) / GMT +0300 (Daylight)', '20300330T120000')).toBe('unknown-time-zone');
  });
});

const zone = (tzid: string, ...observances: string[][]): string[] => [
  'BEGIN:VTIMEZONE',
  `TZID:${tzid}`,
  ...observances.flat(),
  'END:VTIMEZONE',
];
const observance = (kind: string, start: string, from: string, to: string, ...more: string[]): string[] => [
  `BEGIN:${kind}`,
  `DTSTART:${start}`,
  `TZOFFSETFROM:${from}`,
  `TZOFFSETTO:${to}`,
  ...more,
  `END:${kind}`,
];
const london = zone(
  'Moon',
  observance('STANDARD', '16010101T020000', '+0100', '+0000', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'),
  observance('DAYLIGHT', '16010101T010000', '+0000', '+0100', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'),
);

describe('the definition in the message counts before its name', () => {
  test.each([
    ['in winter', '20300116T120000', '2030-01-16T12:00'],
    ['in summer', '20300716T120000', '2030-07-16T11:00'],
    ['just before clocks go forward', '20300331T005900', '2030-03-31T00:59'],
    ['in the hour that is skipped', '20300331T013000', '2030-03-31T01:30'],
    ['just after it', '20300331T020000', '2030-03-31T01:00'],
    ['in the hour that comes twice: the first time', '20301027T013000', '2030-10-27T00:30'],
    ['just after it', '20301027T020000', '2030-10-27T02:00'],
    ['on New Year’s Eve', '20301231T235900', '2030-12-31T23:59'],
  ])('%s', (_, wall, moment) => {
    expect(momentOf('Moon', wall, london)).toBe(moment);
  });

  test('the definition in the message counts also where the zone’s name means something else', () => {
    expect(
      momentOf(
        'America/New_York',
        JULY,
        london.map((line) => line.replace('Moon', 'America/New_York')),
      ),
    ).toBe('2030-07-16T11:00');
  });

  test('the definition in the message counts also with quotes around its name and in another case', () => {
    expect(
      momentOf(
        'moon',
        JULY,
        london.map((line) => line.replace('TZID:Moon', 'TZID:"Moon"')),
      ),
    ).toBe('2030-07-16T11:00');
  });

  test.each([
    [
      'the second Sunday by day of the month',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14',
      '20300310T030000',
      '2030-03-10T07:00',
    ],
    [
      'a Sunday, with the time of day repeated, as HCL Notes does',
      'RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=2SU;BYMONTH=3;WKST=SU',
      '20300310T030000',
      '2030-03-10T07:00',
    ],
    ['the first Sunday', 'RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU', '20300407T030000', '2030-04-07T07:00'],
    ['a Sunday by its position in a set', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=2', '20300310T030000', '2030-03-10T07:00'],
    ['a Sunday of a rule with spaces', 'RRULE:FREQ=YEARLY; BYMONTH=3; BYDAY=2SU', '20300310T030000', '2030-03-10T07:00'],
    ['a fixed day', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=21', '20300321T030000', '2030-03-21T07:00'],
    ['the day it began', 'RRULE:FREQ=YEARLY', '20300311T030000', '2030-03-11T07:00'],
    ['dates', 'RDATE:20290311T020000,20300310T020000', '20300310T030000', '2030-03-10T07:00'],
  ])('a time zone whose clocks change on %s is read from its definition', (_, rule, wall, moment) => {
    const definition = zone(
      'Moon',
      observance('STANDARD', '19701101T020000', '-0400', '-0500', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU'),
      observance('DAYLIGHT', '20070311T020000', '-0500', '-0400', rule),
    );
    expect(momentOf('Moon', wall, definition)).toBe(moment);
  });

  test('a rule that has ended no longer counts', () => {
    const definition = zone(
      'Moon',
      observance('STANDARD', '19701025T020000', '+0100', '+0000'),
      observance('DAYLIGHT', '19700329T010000', '+0000', '+0100', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20100101T000000Z'),
      observance('STANDARD', '20101031T020000', '+0100', '+0300'),
    );
    expect(momentOf('Moon', JULY, definition)).toBe('2030-07-16T09:00');
  });

  test.each([
    ['changes every second', observance('STANDARD', '16010101T000000', '+0000', '+0100', 'RRULE:FREQ=SECONDLY')],
    [
      'changes every other year',
      observance('STANDARD', '16010101T000000', '+0000', '+0100', 'RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYDAY=1SU'),
    ],
    [
      'changes at two times of day',
      observance('STANDARD', '16010101T020000', '+0000', '+0100', 'RRULE:FREQ=YEARLY;BYHOUR=2,3;BYMONTH=3;BYDAY=1SU'),
    ],
    ['has no offset', ['BEGIN:STANDARD', 'DTSTART:19700101T000000', 'END:STANDARD']],
    ['is a day ahead', observance('STANDARD', '19700101T000000', '+2400', '+2400')],
    ['never changes anything', []],
  ])('one that %s is no definition', (_, lines) => {
    expect(momentOf('Moon', JANUARY, zone('Moon', lines))).toBe('unknown-time-zone');
  });

  test('two definitions of one name that differ contradict each other', () => {
    const moved = london.map((line) => line.replace('BYMONTH=10', 'BYMONTH=9'));
    expect(momentOf('Moon', JANUARY, [...london, ...moved])).toBe('unknown-time-zone');
  });

  test('a definition that is written twice is one', () => {
    expect(momentOf('Moon', JULY, [...london, ...london])).toBe('2030-07-16T11:00');
  });
});
