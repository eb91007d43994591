import { describe, expect, test } from 'vitest';
import { DEFAULT_VENUE_HOSTS, listHosts, parseVenueHosts, parseVenueUrl } from '../../shared/words/venue-url.ts';
import { fillVenueTemplate, parseVenueTemplate } from '../../shared/words/venue-template.ts';

const hosts = parseVenueHosts(DEFAULT_VENUE_HOSTS)!;
const read = (text: string) => parseVenueUrl(text, hosts);

describe('a link of a host', () => {
  test.each([
    ['https://zoom.us/j/123456789?pwd=abc.1'],
    ['https://us02web.zoom.us/j/123456789?pwd=abc'],
    [
      'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzQ0%40thread.v2/0?context=%7b%22Tid%22%3a%221b2c%22%2c%22Oid%22%3a%223d4e%22%7d',
    ],
    ['https://meet.google.com/abc-defg-hij'],
    ['https://whereby.com/bens-room'],
    ['https://clinic.whereby.com/bens-room'],
    ['https://meet.jit.si/OphthalmoPractice#config.prejoinPageEnabled=false'],
  ])('%s of an allowed provider is taken as it is', (text) => {
    expect(read(text)).toEqual({ url: text });
  });

  test('a link is taken with the host name in any case and white space around it', () => {
    expect(read('  HTTPS://Zoom.US:443/j/1 ')).toEqual({ url: 'https://zoom.us/j/1' });
  });

  test.each([
    ['https://evil.example@zoom.us/j/1', /begins with https/],
    ['https://zoom.us@evil.example/j/1', /begins with https/],
    ['https://zoom.us:x@evil.example/', /begins with https/],
    ['https://@zoom.us/j/1', /begins with https/],
    ['https://zoom.us.evil.example/j/1', /zoom\.us\.evil\.example are not allowed/],
    ['https://evilzoom.us/j/1', /evilzoom\.us are not allowed/],
    ['https://zoom.us./j/1', /not allowed/],
    ['https://zооm.us/j/1', /special letters/],
    ['https://xn--zm-emcc.us/j/1', /not allowed/],
    ['https://ｚｏｏｍ.us/j/1', /special letters/],
    ['https://zoom。us/j/1', /special letters/],
    ['https://zoom.us\\@evil.example/', /begins with https/],
    ['https:\\\\zoom.us/j/1', /begins with https/],
    ['https:zoom.us/j/1', /begins with https/],
    ['https:///zoom.us/j/1', /begins with https/],
    ['//zoom.us/j/1', /begins with https/],
    ['http://zoom.us/j/1', /begins with https/],
    ['javascript:alert(1)//zoom.us', /begins with https/],
    ['https://zoom.us:8443/j/1', /begins with https/],
    ['https://zoom.us/j/1\r\nX-EVIL:1', /begins with https/],
    ['https://zo\tom.us/j/1', /begins with https/],
    ['https://192.0.2.1/', /not allowed/],
    ['https://[::1]/', /begins with https/],
    ['zoom.us/j/1', /begins with https/],
    ['', /begins with https/],
    [`https://zoom.us/${'x'.repeat(1985)}`, /at most 500 characters: these are 2001/],
    ['https://meet.google.com/linkredirect?dest=https://evil.example', /leads? on to another address/],
    ['https://meet.google.com/linkredirect?dest=https%3A%2F%2Fevil.example', /lead/],
    ['https://meet.google.com/linkredirect?dest=%2568ttps%253A%252F%252Fevil.example', /lead/],
    ['https://meet.google.com/linkredirect?dest=%2F%5Cevil.example', /lead/],
    ['https://meet.jit.si/ben.carter@mail.example', /e-mail address/],
    ['https://meet.jit.si/ben.carter%40mail.example', /e-mail address/],
    ['https://meet.jit.si/%2562en%2540mail.example', /e-mail address/],
  ])('%j is refused with the rule that it breaks', (text, rule) => {
    expect(read(text)).toEqual({ problem: expect.stringMatching(rule) });
  });

  test('no link is taken where the operator allows none', () => {
    expect(parseVenueUrl('https://zoom.us/j/1', [])).toEqual({ problem: 'This service takes no links of hosts' });
  });

  test('a name below a provider is taken only where the operator said so', () => {
    expect(parseVenueUrl('https://evil.teams.microsoft.com/', hosts)).toHaveProperty('problem');
    expect(parseVenueUrl('https://zoom.us/', ['*.zoom.us'])).toHaveProperty('problem');
  });

  test('characters that calendars and pages give a meaning are encoded', () => {
    expect(read('https://zoom.us/j/<b>"x"^`{|}')).toEqual({ url: expect.stringMatching(/^https:\/\/zoom\.us\/j\/[\w%^]+$/) });
  });
});

describe('the list of providers', () => {
  test.each(['zoom.us', '*.zoom.us meet.google.com', 'none', ' Zoom.us '])('%j is a list', (text) => {
    expect(parseVenueHosts(text)).toBeDefined();
  });

  test.each(['*', '*.us*', 'https://zoom.us', 'zoom.us/j', 'zoom.us,meet.google.com', 'localhost', 'zoom..us', '', '*.*.zoom.us'])(
    '%j is no list',
    (text) => {
      expect(parseVenueHosts(text)).toBeUndefined();
    },
  );

  test('people read each provider once', () => {
    expect(listHosts(['zoom.us', '*.zoom.us', 'whereby.com'])).toBe('zoom.us or whereby.com');
  });
});

describe('the template of an operator', () => {
  test.each(['https://meet.example.org/{secret}', 'https://meet.example.org:8443/r/{room}?k={secret}#x'])('%s is a template', (text) => {
    expect(parseVenueTemplate(text)).toBe(text);
  });

  test.each([
    'https://meet.example.org/one-for-all',
    'http://meet.example.org/{secret}',
    'https://{secret}.example.org/',
    'https://{secret}.example.org/{secret}',
    'https://user@meet.example.org/{secret}',
    'https://meet.example.org/{name}/{secret}',
    'https://meet.example.org/{secret',
    'https://meet.example.org/{secret} x',
    'https://meet.example.org/{secret}"',
    `https://meet.example.org/${'x'.repeat(300)}{secret}`,
    '',
  ])('%j is no template', (text) => {
    expect(parseVenueTemplate(text)).toBeUndefined();
  });

  test('each placeholder is filled wherever it stands', () => {
    const filled = fillVenueTemplate('https://m.example/{room}/{secret}?again={secret}', { secret: 's', room: 'r' });
    expect(filled).toBe('https://m.example/r/s?again=s');
  });
});
