import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complaints, emptyCalendar, receive, shown, type Calendar, type CalendarMessage } from '../../support/calendar.ts';
import { messagesIn, truthFor } from '../../support/calendar-truth.ts';
import type { Person } from '../../../shared/room/person.ts';
import { everybody } from './deeds.ts';
import { histories, mailIn, type Happening } from './histories.ts';
import '../../support/repeatable-properties.ts';

/*
 * When all mail has been delivered, each person's calendar shows exactly what the room says. What the calendars read is
 * the calendar text that we send, read by a library that is not the one that writes it.
 */

test('calendars show the truth after every step when mail arrives in order', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(histories(50), (history) => {
      for (const person of everybody) {
        let calendar = emptyCalendar;
        history.forEach((step, nth) => {
          calendar = messagesTo(person, [step]).reduce(receive, calendar);
          if (!isTakenBackLater(history, nth)) expectTruth(calendar, person, history.slice(0, nth + 1));
        });
      }
    }),
    { numRuns: 80 },
  );
});

test('calendars show the truth when mail arrives in any order, with some of it twice', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(histories(50), fc.array(fc.nat(), { minLength: 100, maxLength: 100 }), (history, chances) => {
      for (const person of everybody) {
        const all = messagesTo(person, history);
        const repeated = all.filter((_, nth) => (chances[nth] ?? 0) % 3 === 0);
        const calendar = shuffled([...all, ...repeated], chances).reduce(receive, emptyCalendar);
        expectTruth(calendar, person, history);
      }
    }),
    { numRuns: 120 },
  );
});

test('calendars show the truth when only the newest mail arrives, because the mailer may leave out the rest', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(histories(50), (history) => {
      for (const person of everybody) {
        const newest = messagesTo(person, history).filter(isAboutTheEvent).sort(bySequenceAndStamp).slice(-1);
        expectTruth(newest.reduce(receive, emptyCalendar), person, history);
      }
    }),
    { numRuns: 60 },
  );
});

test('no calendar has a reason to complain of the numbers', () => {
  fc.assert(
    fc.property(histories(50), (history) => {
      for (const person of everybody) {
        const calendar = messagesTo(person, history).reduce(receive, emptyCalendar);
        expect(complaints(calendar)).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

describe('the calendars of these tests are strict', () => {
  const request = message('REQUEST', 1, '09:00', 'Tuesday');
  const calendarWith = (...messages: readonly CalendarMessage[]) => shown(messages.reduce(receive, emptyCalendar), 'uid')?.title ?? null;

  test('a lower SEQUENCE is ignored, however late its DTSTAMP', () => {
    expect(calendarWith(request, message('REQUEST', 0, '10:00', 'Monday'))).toBe('Tuesday');
    expect(calendarWith(request, message('CANCEL', 0, '10:00', 'Monday'))).toBe('Tuesday');
  });

  test('the same SEQUENCE is ignored unless its DTSTAMP is later', () => {
    expect(calendarWith(request, message('REQUEST', 1, '09:00', 'Wednesday'))).toBe('Tuesday');
    expect(calendarWith(request, message('REQUEST', 1, '08:59', 'Wednesday'))).toBe('Tuesday');
    expect(calendarWith(request, message('REQUEST', 1, '09:01', 'Wednesday'))).toBe('Wednesday');
  });

  test('a CANCEL removes the event if its SEQUENCE is higher, also before the event comes', () => {
    expect(calendarWith(request, message('CANCEL', 1, '10:00', ''))).toBe('Tuesday');
    expect(calendarWith(request, message('CANCEL', 2, '10:00', ''))).toBeNull();
    expect(calendarWith(message('CANCEL', 2, '10:00', ''), request)).toBeNull();
    expect(calendarWith(message('CANCEL', 2, '10:00', ''), message('REQUEST', 2, '11:00', 'Friday'))).toBeNull();
    expect(calendarWith(message('CANCEL', 2, '10:00', ''), message('REQUEST', 3, '11:00', 'Friday'))).toBe('Friday');
  });

  test('a DECLINECOUNTER changes nothing', () => {
    expect(calendarWith(request, message('DECLINECOUNTER', 5, '10:00', 'Monday'))).toBe('Tuesday');
  });

  test('another time under the same SEQUENCE is complained of', () => {
    const moved = { ...message('REQUEST', 1, '10:00', 'Tuesday'), start: '2030-01-16T18:00:00.000Z' };
    expect(complaints([request, moved].reduce(receive, emptyCalendar))).toHaveLength(1);
    expect(complaints([request, message('REQUEST', 1, '10:00', 'Tuesday')].reduce(receive, emptyCalendar))).toEqual([]);
  });
});

function message(method: CalendarMessage['method'], sequence: number, time: string, title: string): CalendarMessage {
  const [start, end] = ['2030-01-15T18:00:00.000Z', '2030-01-15T19:00:00.000Z'];
  return { method, uid: 'uid', sequence, dtstamp: `2030-01-07T${time}:00.000Z`, start, end, title, status: null };
}

/** What is about to be taken back has not been mailed: calendars show what was before it. */
function isTakenBackLater(history: readonly Happening[], nth: number): boolean {
  const undo = history[nth]?.after.undo;
  return undo ? history.some(({ after, isRecalled }) => isRecalled && after.undo === undo) : false;
}

function expectTruth(calendar: Calendar, person: Person, history: readonly Happening[]): void {
  const room = history.at(-1)?.after;
  if (!room) throw new Error('An empty history');
  const wasBooked = history.some(({ after }) => after.status === 'booked');
  expect(shown(calendar, room.uid)).toEqual(truthFor(person, room, wasBooked));
}

const messagesTo = ({ email }: Person, history: readonly Happening[]): CalendarMessage[] =>
  messagesIn(mailIn(history).filter(({ to }) => to.email === email));

const isAboutTheEvent = ({ method }: CalendarMessage): boolean => method !== 'DECLINECOUNTER';

const bySequenceAndStamp = (a: CalendarMessage, b: CalendarMessage): number => a.sequence - b.sequence || (a.dtstamp < b.dtstamp ? -1 : 1);

/** Sorted by chance. */
const shuffled = <T>(values: readonly T[], chances: readonly number[]): T[] =>
  values
    .map((value, nth) => ({ value, chance: chances[nth % chances.length] ?? 0 }))
    .sort((a, b) => a.chance - b.chance)
    .map(({ value }) => value);
