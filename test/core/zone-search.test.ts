import { describe, expect, test } from 'vitest';
import { instantAt } from '../../shared/time/instant.ts';
import { zoneName } from '../../shared/time/moment.ts';
import { COUNTRY_ZONES } from '../../shared/time/country-zones.ts';
import { zoneIds } from '../../shared/time/zone-names.ts';
import { ABBREVIATIONS, CITIES, OTHER_COUNTRY_NAMES } from '../../shared/time/zone-places.ts';
import { createZoneSearch } from '../../shared/time/zone-search.ts';

const winter = instantAt(Date.UTC(2026, 10, 26));
const summer = instantAt(Date.UTC(2026, 6, 1));
const find = createZoneSearch(winter);
const found = (query: string): readonly string[] => find(query).map(({ id }) => id);

/** What people type, and the zone that must come first. */
const FIRST: Readonly<Record<string, string>> = {
  // Countries
  india: 'Asia/Kolkata',
  India: 'Asia/Kolkata',
  nepal: 'Asia/Kathmandu',
  egypt: 'Africa/Cairo',
  ireland: 'Europe/Dublin',
  pakistan: 'Asia/Karachi',
  bangladesh: 'Asia/Dhaka',
  'sri lanka': 'Asia/Colombo',
  'united kingdom': 'Europe/London',
  uk: 'Europe/London',
  britain: 'Europe/London',
  england: 'Europe/London',
  scotland: 'Europe/London',
  wales: 'Europe/London',
  'northern ireland': 'Europe/London',
  'united states': 'America/New_York',
  usa: 'America/New_York',
  us: 'America/New_York',
  germany: 'Europe/Berlin',
  france: 'Europe/Paris',
  spain: 'Europe/Madrid',
  portugal: 'Europe/Lisbon',
  holland: 'Europe/Amsterdam',
  turkey: 'Europe/Istanbul',
  'ivory coast': 'Africa/Abidjan',
  "cote d'ivoire": 'Africa/Abidjan',
  'south africa': 'Africa/Johannesburg',
  nigeria: 'Africa/Lagos',
  kenya: 'Africa/Nairobi',
  sudan: 'Africa/Khartoum',
  'saudi arabia': 'Asia/Riyadh',
  uae: 'Asia/Dubai',
  iraq: 'Asia/Baghdad',
  iran: 'Asia/Tehran',
  israel: 'Asia/Jerusalem',
  malaysia: 'Asia/Kuala_Lumpur',
  burma: 'Asia/Yangon',
  china: 'Asia/Shanghai',
  korea: 'Asia/Seoul',
  japan: 'Asia/Tokyo',
  australia: 'Australia/Sydney',
  'new zealand': 'Pacific/Auckland',
  // Places and large cities
  kolkata: 'Asia/Kolkata',
  Calcutta: 'Asia/Kolkata',
  mumbai: 'Asia/Kolkata',
  bombay: 'Asia/Kolkata',
  'new delhi': 'Asia/Kolkata',
  delhi: 'Asia/Kolkata',
  bengaluru: 'Asia/Kolkata',
  chennai: 'Asia/Kolkata',
  kathmandu: 'Asia/Kathmandu',
  katmandu: 'Asia/Kathmandu',
  pokhara: 'Asia/Kathmandu',
  cairo: 'Africa/Cairo',
  alexandria: 'Africa/Cairo',
  london: 'Europe/London',
  manchester: 'Europe/London',
  birmingham: 'Europe/London',
  edinburgh: 'Europe/London',
  belfast: 'Europe/London',
  dublin: 'Europe/Dublin',
  cork: 'Europe/Dublin',
  lahore: 'Asia/Karachi',
  islamabad: 'Asia/Karachi',
  'abu dhabi': 'Asia/Dubai',
  jeddah: 'Asia/Riyadh',
  'tel aviv': 'Asia/Jerusalem',
  geneva: 'Europe/Zurich',
  munich: 'Europe/Berlin',
  barcelona: 'Europe/Madrid',
  milan: 'Europe/Rome',
  beijing: 'Asia/Shanghai',
  hanoi: 'Asia/Ho_Chi_Minh',
  saigon: 'Asia/Ho_Chi_Minh',
  'ho chi': 'Asia/Ho_Chi_Minh',
  kiev: 'Europe/Kyiv',
  KYIV: 'Europe/Kyiv',
  'new york': 'America/New_York',
  boston: 'America/New_York',
  'san francisco': 'America/Los_Angeles',
  california: 'America/Los_Angeles',
  texas: 'America/Chicago',
  washington: 'America/New_York',
  montreal: 'America/Toronto',
  'buenos aires': 'America/Argentina/Buenos_Aires',
  'são paulo': 'America/Sao_Paulo',
  'sao paulo': 'America/Sao_Paulo',
  'cape town': 'Africa/Johannesburg',
  abuja: 'Africa/Lagos',
  canberra: 'Australia/Sydney',
  wellington: 'Pacific/Auckland',
  // The names that pages and mails show
  'India Standard Time': 'Asia/Kolkata',
  'India Standard Time (UTC+05:30)': 'Asia/Kolkata',
  'Nepal Time': 'Asia/Kathmandu',
  'Greenwich Mean Time': 'Europe/London',
  'British Summer Time': 'Europe/London',
  'Irish Standard Time': 'Europe/Dublin',
  'Eastern Standard Time': 'America/New_York',
  'eastern daylight time': 'America/New_York',
  'Gulf Standard Time': 'Asia/Dubai',
  // Abbreviations
  IST: 'Asia/Kolkata',
  GMT: 'Europe/London',
  BST: 'Europe/London',
  EST: 'America/New_York',
  pdt: 'America/Los_Angeles',
  CST: 'America/Chicago',
  PKT: 'Asia/Karachi',
  NPT: 'Asia/Kathmandu',
  EET: 'Africa/Cairo',
  SGT: 'Asia/Singapore',
  AEST: 'Australia/Sydney',
  utc: 'UTC',
  Zulu: 'UTC',
  // IANA names and offsets
  'Europe/London': 'Europe/London',
  'asia/calcutta': 'Asia/Kolkata',
  america_new_york: 'America/New_York',
  '+05:45': 'Asia/Kathmandu',
  '+5:30': 'Asia/Kolkata',
  '5:30': 'Asia/Kolkata',
  'UTC+05:30': 'Asia/Kolkata',
  'gmt+5:45': 'Asia/Kathmandu',
  '−3:30': 'America/St_Johns',
  // On the way to a word
  ind: 'Asia/Kolkata',
  lond: 'Europe/London',
  kat: 'Asia/Kathmandu',
  manch: 'Europe/London',
  egy: 'Africa/Cairo',
};

test.each(Object.entries(FIRST))('looking for "%s" offers %s first', (query, id) => {
  expect(found(query)[0]).toBe(id);
});

test('the table has at least a hundred words', () => {
  expect(Object.keys(FIRST).length).toBeGreaterThanOrEqual(100);
});

describe('the order of what is found', () => {
  test('a whole name comes before the start of a word, and that before the inside of one', () => {
    const fits = find('india').map(({ fit }) => fit);
    expect(fits).toEqual([...fits].toSorted((a, b) => ['exact', 'start', 'inside'].indexOf(a) - ['exact', 'start', 'inside'].indexOf(b)));
    expect(fits[0]).toBe('exact');
    expect(found('india').findIndex((id) => id.startsWith('America/Indiana/'))).toBeGreaterThan(0);
  });

  test('an abbreviation of several zones offers each of them as exact', () => {
    const exact = find('ist').filter(({ fit }) => fit === 'exact');
    expect(exact.map(({ id }) => id)).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem']));
  });

  test('each word of a longer query counts, in any order', () => {
    expect(found('kolkata india')[0]).toBe('Asia/Kolkata');
    expect(found('india kolkata')[0]).toBe('Asia/Kolkata');
    expect(found('india london')).toEqual([]);
  });
});

test('a zone that was found by another name says which', () => {
  expect(find('mumbai')[0]).toMatchObject({ place: 'Kolkata', alsoCalled: 'Mumbai' });
  expect(find('kolkata')[0]).toMatchObject({ place: 'Kolkata', alsoCalled: null });
  expect(find('India Standard Time')[0]).toMatchObject({ alsoCalled: null });
});

test.each([['British Summer Time'], ['Greenwich Mean Time']])('%s is found in winter and in summer', (query) => {
  expect(createZoneSearch(summer)(query)[0]?.id).toBe('Europe/London');
  expect(find(query)[0]?.id).toBe('Europe/London');
});

test.each([[''], ['   '], ['qqqq'], ['<b>'], ['+99'], ['…'], ['a'.repeat(5000)]])('nothing is offered for "%.10s"', (query) => {
  expect(found(query)).toEqual([]);
});

describe('the tables', () => {
  const known = new Set(zoneIds());

  test('the tables name zones that exist', () => {
    expect(Object.keys(CITIES).filter((id) => !known.has(id))).toEqual([]);
    const countryZones = Object.values(COUNTRY_ZONES).flatMap((zones) => zones.split(' '));
    expect(countryZones.filter((id) => !known.has(id))).toEqual([]);
  });

  test('the tables give each zone but UTC its country, as CLDR does', () => {
    const listed = Object.values(COUNTRY_ZONES).flatMap((zones) => zones.split(' '));
    expect([...known].filter((id) => !listed.includes(id))).toEqual(['UTC']);
    const { IN, GB, IE, EG, NP } = COUNTRY_ZONES;
    expect([IN, GB, IE, EG, NP]).toEqual(['Asia/Kolkata', 'Europe/London', 'Europe/Dublin', 'Africa/Cairo', 'Asia/Kathmandu']);
  });

  test('the tables have other names only for countries that have zones', () => {
    expect(Object.keys(OTHER_COUNTRY_NAMES).filter((country) => !(country in COUNTRY_ZONES))).toEqual([]);
  });

  test('each abbreviation is the name of a zone in winter or in summer', () => {
    const names = new Set([...known].flatMap((id) => [winter, summer].map((at) => zoneName(at, id))));
    expect(Object.keys(ABBREVIATIONS).filter((name) => !names.has(name))).toEqual([]);
  });

  test('the tables hold about 150 large cities or more', () => {
    expect(Object.values(CITIES).flatMap((names) => names.split(', ')).length).toBeGreaterThanOrEqual(150);
  });
});
