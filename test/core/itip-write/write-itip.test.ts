import { describe, expect, test } from 'vitest';
import { methodOf } from '../../../shared/itip/write-itip.ts';
import { compose } from '../../../shared/mail/compose.ts';
import { isCalendarMail, type CalendarMail } from '../../../shared/room/owed-mail.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { everyMail } from '../../support/decided-mail.ts';
import { foreignReaders, propertiesOf } from '../../support/foreign-calendars.ts';
import { outgoing } from '../../support/written-mail.ts';

const RESCHEDULE = 'https://sessions.example/reschedule?r=eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln';
const SESSION = 'https://sessions.example/sessions/c0ffee00';
// Long, and with what iCalendar gives a meaning in text.
const VENUE = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${'x'.repeat(80)}%40thread.v2/0?context=%7b%22a%22%3a1%7d&a=1,2;b:3`;
const mails = everyMail().flatMap(({ name, mail }) => (isCalendarMail(mail) ? [{ name, mail }] : []));

function icsOf(mail: CalendarMail): string {
  const venue = mail.venue === null ? {} : { venue: VENUE };
  const { calendar } = compose(mail, { reschedule: RESCHEDULE, session: SESSION, ...venue }, outgoing.brand, outgoing.organizer);
  if (!calendar) throw new Error('No calendar part');
  return calendar.ics;
}

describe.each(foreignReaders)('as %s reads it', (_, read) => {
  describe.each(mails)('$name', ({ mail }) => {
    const reading = read(icsOf(mail));

    test('the event in a mail is that of its room, at the number and time of the message', () => {
      expect(reading).toMatchObject({ method: methodOf(mail.kind), uid: mail.uid, sequence: mail.sequence, dtstamp: mail.stamp });
    });

    test('the event in a mail lasts as long as the session', () => {
      expect(reading.start).toBe(mail.when.startUtc);
      expect(reading.end).toBe(plusMinutes(mail.when.startUtc, mail.when.durationMinutes));
    });

    test('the event in a mail is between the organizer and the recipient alone', () => {
      expect(reading.organizer).toBe(`mailto:${outgoing.organizer}`);
      const rsvp = methodOf(mail.kind) === 'REQUEST';
      expect(reading.attendees).toEqual([{ address: `mailto:${mail.to.email}`, cn: mail.to.name, partstat: mail.partstat, rsvp }]);
    });

    test('a REQUEST about a booked session says where the two meet, in LOCATION and CONFERENCE', () => {
      const isMeant = methodOf(mail.kind) === 'REQUEST' && mail.venue !== null;
      expect(reading).toMatchObject(isMeant ? { location: VENUE, conference: VENUE } : { location: null, conference: null });
    });

    test('a REQUEST has an alarm a quarter of an hour before the start', () => {
      expect(reading.alarms).toEqual(methodOf(mail.kind) === 'REQUEST' ? [{ action: 'DISPLAY', secondsBefore: 900 }] : []);
    });

    test('the URL of a REQUEST is the page of the session', () => {
      expect(reading.url).toBe(methodOf(mail.kind) === 'REQUEST' ? SESSION : null);
    });

    test('the event in a mail has the title that the calendar shows', () => {
      const isOpen = mail.other === null || mail.kind === 'guest-left';
      expect(reading.summary).toBe(`Ophthalmo Practice Session ${isOpen ? '(open)' : `with ${mail.other.firstName}`}`);
    });

    test('the description of an event gives the time on both clocks, with their distance from UTC', () => {
      const zones = isOpenFor(mail) ? [mail.to.timeZone] : [mail.to.timeZone, mail.other!.timeZone];
      for (const zone of zones) expect(reading.description).toContain(LABELS[zone]);
    });
  });
});

const isOpenFor = (mail: CalendarMail): boolean => mail.other === null || mail.kind === 'guest-left';

const LABELS: Readonly<Record<string, string>> = {
  'Asia/Kolkata': 'India Standard Time (UTC+05:30)',
  'Europe/London': 'Greenwich Mean Time (UTC+00:00)',
};

describe.each(mails)('$name', ({ mail }) => {
  const ics = icsOf(mail);
  const lines = ics.split('\r\n');

  const alarm = methodOf(mail.kind) === 'REQUEST' ? ['BEGIN', 'ACTION', 'DESCRIPTION', 'TRIGGER', 'END'] : [];

  test('METHOD comes first, then one event and nothing else but the alarm of a REQUEST: no VTIMEZONE', () => {
    expect(lines.slice(0, 5)).toEqual([
      'BEGIN:VCALENDAR',
      `METHOD:${methodOf(mail.kind)}`,
      'VERSION:2.0',
      'PRODID:-//Ophthalmo Practice//Scheduling//EN',
      'BEGIN:VEVENT',
    ]);
    expect(propertiesOf(ics).filter((name) => name === 'BEGIN' || name === 'END')).toEqual([
      'BEGIN',
      'BEGIN',
      ...alarm.filter((name) => name === 'BEGIN' || name === 'END'),
      'END',
      'END',
    ]);
  });

  test('the event has these properties, each once', () => {
    const always = ['ATTENDEE', 'DESCRIPTION', 'DTEND', 'DTSTAMP', 'DTSTART', 'ORGANIZER', 'SEQUENCE', 'SUMMARY', 'UID'];
    const place = mail.venue === null ? [] : ['LOCATION', 'CONFERENCE'];
    const request = [
      ...place,
      'URL',
      'CLASS',
      'CREATED',
      'LAST-MODIFIED',
      'STATUS',
      'TRANSP',
      'X-MICROSOFT-CDO-BUSYSTATUS',
      'X-MICROSOFT-DISALLOW-COUNTER',
    ];
    const extra: Record<string, string[]> = { REQUEST: request, CANCEL: mail.kind === 'cancelled' ? ['STATUS'] : [], DECLINECOUNTER: [] };
    const event = propertiesOf(ics).slice(5, -2);
    expect(event.toSorted()).toEqual([...always, ...alarm, ...extra[methodOf(mail.kind)]!].toSorted());
  });

  test('no line is longer than 75 octets, every line ends with CRLF, the last one too', () => {
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(ics).not.toMatch(/[^\r]\n|\r[^\n]/);
    expect(ics).toMatch(/\r\nEND:VCALENDAR\r\n$/);
    expect(Buffer.from(ics).toString()).toBe(ics);
  });

  test('the description of a REQUEST shows the whole reschedule link', () => {
    const description = foreignReaders[0]![1](ics).description;
    expect(description.split('\n').includes(RESCHEDULE)).toBe(methodOf(mail.kind) === 'REQUEST');
  });
});

describe('STATUS', () => {
  const statusOf = (kind: CalendarMail['kind']) => {
    const found = mails.filter(({ mail }) => mail.kind === kind);
    return [...new Set(found.map(({ mail }) => foreignReaders[0]![1](icsOf(mail)).status))];
  };

  test.each(['invitation', 'moved', 'venue-changed', 'guest-left', 'current'] as const)('STATUS is CONFIRMED in a REQUEST: %s', (kind) => {
    expect(statusOf(kind)).toEqual(['CONFIRMED']);
  });

  test('STATUS is CANCELLED when the whole session is off', () => {
    expect(statusOf('cancelled')).toEqual(['CANCELLED']);
  });

  test('STATUS is absent when only this person is out: the event lives on', () => {
    expect(statusOf('unbooked')).toEqual([null]);
  });

  test('STATUS is absent when a COUNTER is declined', () => {
    expect(statusOf('counter-declined')).toEqual([null]);
  });
});

test('an update without a change of time repeats what the attendee has answered; a new time asks again', () => {
  const partstats = (kind: CalendarMail['kind']) => mails.filter(({ mail }) => mail.kind === kind).map(({ mail }) => mail.partstat);
  expect(partstats('guest-left')).toContain('ACCEPTED');
  expect(partstats('current')).toContain('ACCEPTED');
  expect(partstats('venue-changed').toSorted()).toEqual(['ACCEPTED', 'NEEDS-ACTION']);
  expect(new Set(partstats('moved'))).toEqual(new Set(['NEEDS-ACTION']));
});

test('the address of an attendee is written in the same lower case as that of the organizer', () => {
  const { mail } = mails[0]!;
  const named = { ...mail, to: { ...mail.to, name: 'x'.repeat(40) + ' MAILTO' } };
  const unfoldLines = icsOf(named).replace(/\r\n /g, '');
  expect(unfoldLines).toContain(`;CN="${'x'.repeat(40)} MAILTO":mailto:${mail.to.email}\r\n`);
});

test('CONFERENCE tells a video call, as RFC 7986 writes it, and comes once', () => {
  const booked = mails.find(({ mail }) => mail.kind === 'invitation')!;
  const lines = icsOf(booked.mail)
    .replace(/\r\n /g, '')
    .split('\r\n')
    .filter((line) => line.startsWith('CONFERENCE'));
  expect(lines).toEqual([`CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Join the session:${VENUE}`]);
});
