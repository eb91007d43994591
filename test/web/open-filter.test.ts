import { describe, expect, test } from 'vitest';
import { choicesOf, filterAddress, NO_FILTER, readFilter, toggleChoice, writeFilter } from '../../web/open-filter.ts';

const choices = choicesOf({ topics: ['Glaucoma', 'Cornea & lens'], exams: ['ICO'] });

describe('the filter of the list of open sessions', () => {
  test('a filter is in the address, and is read from it again', () => {
    const filter = { ...NO_FILTER, durationMinutes: ['30', '60'], topic: ['Any', 'Cornea & lens'], weekdays: ['sun'] };
    const address = new URL(filterAddress(filter), 'https://app.example');
    expect(readFilter(Object.fromEntries(address.searchParams), choices)).toEqual(filter);
  });

  test('a filter of no choice is the plain address', () => {
    expect([filterAddress(NO_FILTER), writeFilter(NO_FILTER)]).toEqual(['/', {}]);
  });

  test('a filter leaves out what is no choice of this service', () => {
    expect(readFilter({ topic: 'Glaucoma,Nothing,<b>', durationMinutes: '45, 90', weekdays: '', other: 'x' }, choices)).toEqual({
      ...NO_FILTER,
      topic: ['Glaucoma'],
      durationMinutes: ['90'],
    });
  });

  test('a filter has one address, in whatever order its choices were made', () => {
    const oneWay = ['tue', 'mon'].reduce((filter, day) => toggleChoice(filter, 'weekdays', day, choices), NO_FILTER);
    const other = ['mon', 'tue'].reduce((filter, day) => toggleChoice(filter, 'weekdays', day, choices), NO_FILTER);
    expect(filterAddress(oneWay)).toBe(filterAddress(other));
  });

  test('a filter is as before once a choice is taken back', () => {
    const chosen = toggleChoice(NO_FILTER, 'exam', 'ICO', choices);
    expect(toggleChoice(chosen, 'exam', 'ICO', choices)).toEqual(NO_FILTER);
  });
});
