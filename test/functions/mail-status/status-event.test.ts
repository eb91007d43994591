import { describe, expect, test } from 'vitest';
import { parseStatusEvent } from '../../../functions/mail-status/status-event.ts';
import { sesEvent, type EventType } from '../../support/ses-events.ts';

const key = 'f'.repeat(64);

describe('an event of SES', () => {
  test.each<[EventType, string]>([
    ['Send', '2030-01-07T09:04:00.000Z'],
    ['Delivery', '2030-01-07T09:05:00.000Z'],
    ['DeliveryDelay', '2030-01-07T09:05:00.000Z'],
    ['Bounce', '2030-01-07T09:05:00.000Z'],
    ['Complaint', '2030-01-07T09:05:00.000Z'],
    ['Reject', '2030-01-07T09:04:00.000Z'],
  ])('%s is read with its key, its time and nothing about anybody', (type, at) => {
    const bounceType = type === 'Bounce' ? 'Permanent' : null;
    expect(parseStatusEvent(sesEvent(type, key))).toEqual({ type, sendKey: key, sesMessageId: '0102018f-ses', at, bounceType });
  });

  test.each(['Open', 'Click', 'Rendering Failure', 'Subscription'])('%s is of no use to us', (type) => {
    expect(parseStatusEvent(sesEvent('Send', key).replace('"Send"', `"${type}"`))).toBeNull();
  });

  test('about a mail that has no key of ours is of no use', () => {
    expect(parseStatusEvent(sesEvent('Send', key).replace('send_key', 'other'))).toBeNull();
  });
});

test('the greeting of SES to a new topic is no event', () => {
  expect(parseStatusEvent('Successfully validated SNS topic for Amazon SES event publishing.')).toBeNull();
});

test.each(['', 'hello', '{}', '[]', 'null', '{"eventType":"Send"}', sesEvent('Delivery', key).replaceAll('2030', 'once')])(
  '%j is no event, and goes to the dead letters',
  (text) => expect(() => parseStatusEvent(text)).toThrow(Error),
);
