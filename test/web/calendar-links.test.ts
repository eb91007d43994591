import { expect, test } from 'vitest';
import { calendarLinks } from '../../web/calendar-links.ts';
import { booked } from '../support/page-states.ts';

const page = 'https://meet.example.org/sessions/1';
const linksWith = (firstName: string) =>
  calendarLinks({ ...booked, guest: { firstName, partstat: 'ACCEPTED' } }, 'Ophthalmo Practice', page).map(({ name, url }) => ({
    name,
    url: new URL(url),
  }));

test('Google gets title, start, end, and the hint that it is a copy', () => {
  const { url } = linksWith('Ben').find(({ name }) => name === 'Google Calendar')!;
  expect(url.origin).toBe('https://calendar.google.com');
  const basic = (at: string) => at.replaceAll(/[-:]|\.\d+/g, '');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    action: 'TEMPLATE',
    text: 'Ophthalmo Practice Session with Ben',
    dates: `${basic(booked.startUtc)}/${basic(booked.endUtc)}`,
    details: expect.stringMatching(/^This is a copy.*https:\/\/meet\.example\.org\/sessions\/1$/),
  });
});

test('Outlook gets the same, for private accounts and those of work', () => {
  const outlooks = linksWith('Ben').filter(({ url }) => url.hostname.startsWith('outlook.'));
  expect(outlooks.map(({ url }) => url.hostname)).toEqual(['outlook.live.com', 'outlook.office.com']);
  for (const { url } of outlooks) {
    expect(url.href).not.toContain('+');
    expect(url.searchParams.get('subject')).toBe('Ophthalmo Practice Session with Ben');
    expect([url.searchParams.get('startdt'), url.searchParams.get('enddt')]).toEqual([booked.startUtc, booked.endUtc]);
  }
});

test.each(['a&dates=1', 'x#y', 'Zoë + Ben', 'يوسف'])('the name %j stays a name in each address', (firstName) => {
  for (const { url } of linksWith(firstName)) {
    const { text, subject } = Object.fromEntries(url.searchParams);
    expect(text ?? subject).toBe(`Ophthalmo Practice Session with ${firstName}`);
    expect(url.hash).toBe('');
  }
});
