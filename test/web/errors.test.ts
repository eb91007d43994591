import { expect, test } from 'vitest';
import { PROBLEMS } from '../../shared/api/problems.ts';
import { ApiError, interruption } from '../../web/api-error.ts';
import { mapApiError, type ErrorContext } from '../../web/errors.ts';

const CONTEXTS: readonly ErrorContext[] = ['booking', 'reschedule', 'cancel', 'round', 'recording', 'assessment', 'profile', 'generic'];

const refused = (code: keyof typeof PROBLEMS, more: object = {}): ApiError => {
  const { status, title, detail } = PROBLEMS[code];
  return new ApiError(code, status, { type: `urn:problem-type:${code}`, status, title, detail, code, requestId: 'r-1', ...more });
};

test.each(Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[])('%s has words that end in a way out, in every context', (code) => {
  for (const context of CONTEXTS) {
    const { text } = mapApiError(refused(code), context);
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(text.split('. ').length + text.split(': ').length).toBeGreaterThan(2);
    expect(text).not.toContain(code);
  }
});

test.each(CONTEXTS)('a failure of the service says what was being done in the context %s, and names the request', (context) => {
  const trouble = mapApiError(refused('internal-error'), context);
  expect(trouble).toMatchObject({ way: 'try-again', reference: 'r-1' });
  expect(new Set(CONTEXTS.map((other) => mapApiError(refused('internal-error'), other).text)).size).toBe(CONTEXTS.length);
});

test('an error that a person can correct shows no number of a request', () => {
  expect(mapApiError(refused('start-in-past'), 'reschedule')).toMatchObject({ field: 'date', reference: null });
});

test.each([
  ['room-taken', 'find-another'],
  ['room-not-found', 'find-another'],
  ['proposal-superseded', 'reload'],
  ['proposal-expired', 'reload'],
  ['room-started', 'own-sessions'],
  ['email-not-verified', 'sign-in'],
] as const)('after %s the way out is to %s', (code, way) => {
  expect(mapApiError(refused(code), 'booking').way).toBe(way);
});

test.each([
  ['startUtc', 'date'],
  ['proposedStartUtc', 'date'],
  ['proposedEndUtc', 'length-30'],
  ['durationMinutes', 'length-30'],
  ['note', 'note'],
])('a rule about %s is said at the field %s', (field, id) => {
  const error = refused('invalid-request', { errors: [{ field, message: 'Choose 30, 60 or 90 minutes' }] });
  expect(mapApiError(error, 'generic')).toMatchObject({ field: id, text: 'The request is not valid. Choose 30, 60 or 90 minutes.' });
});

test('a code that is newer than this page is shown in the words of the API', () => {
  const error = new ApiError('room-on-fire', 409, { title: 'The room is on fire.', detail: 'Wait outside.', code: 'room-on-fire' });
  expect(mapApiError(error, 'booking').text).toBe('The room is on fire. Wait outside.');
});

test('an answer that no API gave, such as a gateway’s, still has words', () => {
  expect(mapApiError(new ApiError('internal-error', 503, {}), 'booking').text).toMatch(/^We could not book this session\. .*again/);
  expect(mapApiError(new ApiError('internal-error', 403, {}), 'cancel').text).toMatch(/^We could not cancel this session\./);
});

test('the words for a missing network say that nothing is lost and to try again', () => {
  expect(mapApiError(interruption('unreachable'), 'reschedule')).toMatchObject({ way: 'try-again', reference: null });
});

test('the words for an ended sign-in lead to signing in again', () => {
  expect(mapApiError(interruption('sign-in-ended', 401), 'booking')).toMatchObject({ way: 'sign-in' });
});

test('a mistake of the page itself is not blamed on anybody else', () => {
  expect(mapApiError(new TypeError('x is undefined'), 'generic')).toMatchObject({ way: 'reload' });
});
