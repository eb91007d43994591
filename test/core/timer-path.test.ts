import { describe, expect, test } from 'vitest';
import { readTimerQuery, timerPath } from '../../shared/link/timer-path.ts';
import { nextTuesday } from '../support/rooms.ts';

const read = (path: string) => readTimerQuery(Object.fromEntries(new URL(path, 'https://app.example').searchParams));

describe('the address of a timer', () => {
  test('what is in the address is read from it again', () => {
    const path = timerPath({ startUtc: nextTuesday, durationMinutes: 60 }, 'guest');
    expect(path).toBe('/timer?start=2030-01-15T18:00:00Z&minutes=60&role=guest');
    expect(read(path)).toEqual({ startUtc: nextTuesday, durationMinutes: 60, role: 'guest' });
  });

  test.each([
    '',
    '?start=2030-01-15T18:00Z',
    '?start=tomorrow&minutes=60',
    '?start=2030-01-15T18:00:00&minutes=60',
    '?start=2030-01-15T18:00Z&minutes=45',
  ])('an address that is not whole is no session: %s', (query) => {
    expect(read(`/timer${query}`)).toBeUndefined();
  });

  test('an unknown role is nobody’s', () => {
    expect(read('/timer?start=2030-01-15T18:00Z&minutes=60&role=admin')).toMatchObject({ role: null });
  });
});
