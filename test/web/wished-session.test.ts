import { describe, expect, test } from 'vitest';
import { choicesOf, hostAddress, NO_FILTER, readFilter, type OpenFilter } from '../../web/open-filter.ts';
import { readWished } from '../../web/wished-session.ts';
import { instant } from '../support/rooms.ts';

const choices = choicesOf({ topics: ['Glaucoma', 'Retina'], exams: ['ICO'] });
// A Saturday in London, and already a Sunday in Auckland.
const now = instant('2026-11-28T12:00Z');

/** What the form holds that the link of the empty list leads to. */
function filled(filter: Partial<OpenFilter>, zone = 'Europe/London') {
  const address = new URL(hostAddress({ ...NO_FILTER, ...filter }), 'https://app.example');
  expect(address.pathname).toBe('/host');
  return readWished(readFilter(Object.fromEntries(address.searchParams), choices), zone, now);
}

describe('hosting what nobody offers', () => {
  test('the form has the first choice of each side', () => {
    const filter = { durationMinutes: ['90'], weekdays: ['tue', 'thu'], partOfDay: ['evening'], topic: ['Retina'], exam: ['ICO'] };
    expect(filled(filter)).toEqual({ length: 90, date: '2026-12-01', time: '19:00', which: null, topic: 'Retina', exam: 'ICO' });
  });

  test('what was not chosen stays as it is in the form', () => {
    expect(filled({})).toEqual({});
    expect(filled({ topic: ['Any'] })).toEqual({ topic: 'Any' });
  });

  test.each([
    ['Europe/London', 'sat', '2026-12-05'],
    ['Europe/London', 'sun', '2026-11-29'],
    ['Pacific/Auckland', 'sun', '2026-12-06'],
    ['Pacific/Auckland', 'mon', '2026-11-30'],
  ])('in %s the next %s from tomorrow on is %s', (zone, day, date) => {
    expect(filled({ weekdays: [day] }, zone)).toEqual({ date, which: null });
  });
});
