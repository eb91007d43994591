import { describe, expect, test } from 'vitest';
import { countChoices, matchesFilter, type Filtered, type RoomFilter } from '../../../shared/room/filter-rooms.ts';
import { instant } from '../../support/rooms.ts';

const nothing: RoomFilter = { topic: [], exam: [], durationMinutes: [], weekdays: [], partOfDay: [], timeZone: 'UTC' };
const room = (startUtc: string, topic: string | null = null, durationMinutes: 30 | 60 | 90 = 60): Filtered => ({
  startUtc: instant(startUtc),
  durationMinutes,
  practice: { topic, exam: null, line: '' },
});
// A Tuesday.
const evening = room('2030-01-15T18:30Z', 'Glaucoma');

test('a filter without choices lets every room through', () => {
  expect(matchesFilter(evening, nothing)).toBe(true);
});

describe('a room is found', () => {
  test.each<[string, Partial<RoomFilter>, boolean]>([
    ['by its topic', { topic: ['Glaucoma', 'Retina'] }, true],
    ['not by another topic', { topic: ['Retina'] }, false],
    ['not as one whose topic is open', { topic: ['Any'] }, false],
    ['as one whose exam is open', { exam: ['Any'] }, true],
    ['by its length', { durationMinutes: [60] }, true],
    ['not by another length', { durationMinutes: [30, 90] }, false],
    ['on the weekday of the reader, which is another one in the east', { weekdays: ['wed'], timeZone: 'Asia/Kolkata' }, true],
    ['not on the weekday of UTC', { weekdays: ['tue'], timeZone: 'Asia/Kolkata' }, false],
    ['in the part of the day of the reader', { partOfDay: ['night'], timeZone: 'Asia/Kolkata' }, true],
    ['only where all sides match', { topic: ['Glaucoma'], weekdays: ['mon'] }, false],
  ])('%s', (_, change, found) => {
    expect(matchesFilter(evening, { ...nothing, ...change })).toBe(found);
  });
});

test.each([
  ['05:59', 'night'],
  ['06:00', 'morning'],
  ['12:00', 'afternoon'],
  ['18:00', 'evening'],
  ['22:00', 'night'],
] as const)('%s is in the %s', (time, part) => {
  expect(matchesFilter(room(`2030-01-15T${time}Z`), { ...nothing, partOfDay: [part] })).toBe(true);
});

test('a part of the day stays with the clock on the wall when the clocks change', () => {
  const wanted: RoomFilter = { ...nothing, partOfDay: ['evening'], timeZone: 'Europe/London' };
  expect(matchesFilter(room('2030-03-30T18:00Z'), wanted)).toBe(true);
  expect(matchesFilter(room('2030-03-31T17:00Z'), wanted)).toBe(true);
});

test('the count of a choice is what that choice would show, with the other sides as they are', () => {
  const rooms = [evening, room('2030-01-15T08:00Z', 'Glaucoma', 30), room('2030-01-16T08:00Z', 'Retina', 30)];
  const { topic, durationMinutes, weekdays } = countChoices(rooms, { ...nothing, topic: ['Glaucoma'] });
  expect(topic).toEqual({ Glaucoma: 2, Retina: 1 });
  expect(durationMinutes).toEqual({ 30: 1, 60: 1 });
  expect(weekdays).toEqual({ tue: 2 });
});

test('a room that two other sides keep out is counted for no choice', () => {
  const counts = countChoices([evening], { ...nothing, topic: ['Retina'], weekdays: ['mon'] });
  expect(counts).toEqual({ topic: {}, exam: {}, durationMinutes: {}, weekdays: {}, partOfDay: {} });
});
