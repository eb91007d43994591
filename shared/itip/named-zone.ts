import type { OffsetAt, WallMillis } from './wall-time.ts';
import { WINDOWS_ZONES } from './windows-zones.ts';

/** The clock that a time zone's name stands for; undefined when that would be a guess. Some names need the time itself. */
export function resolveNamedZone(tzid: string, wall: WallMillis): OffsetAt | undefined {
  const name = tzid.trim().replace(/\s+/g, ' ').slice(0, LONGEST_NAME);
  return ianaZone(name) ?? prefixedZone(name) ?? windowsZone(name) ?? fixedOffset(name) ?? cityList(name, wall) ?? offsetPair(name, wall);
}

const LONGEST_NAME = 200;
const MINUTE = 60_000;

// Without a slash a name is mostly an abbreviation, and IST is three countries: only these are one clock each.
const SINGLE_NAMES = new Set(
  (
    'UTC GMT Z ZULU UCT GREENWICH CET EET MET WET EST5EDT CST6CDT MST7MDT PST8PDT ' +
    // The links of the IANA database that are one word.
    'CUBA EGYPT EIRE GB GB-EIRE HONGKONG ICELAND IRAN ISRAEL JAMAICA JAPAN KWAJALEIN LIBYA NAVAJO NZ NZ-CHAT POLAND PORTUGAL ' +
    'PRC ROC ROK SINGAPORE TURKEY W-SU'
  ).split(' '),
);
const UTC_NAMES = new Set('Z ZULU UCT UNIVERSAL GREENWICH GMT0 GMT+0 GMT-0 TZONE://MICROSOFT/UTC'.split(' '));

function ianaZone(name: string): OffsetAt | undefined {
  const upper = name.toUpperCase();
  if (UTC_NAMES.has(upper)) return () => 0;
  if (!SINGLE_NAMES.has(upper) && !/^[a-z_]+(\/[a-z0-9_+-]+){1,2}$/i.test(name)) return undefined;
  return intlZone(name);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const FORMATS_KEPT = 1_000;

function intlZone(timeZone: string): OffsetAt | undefined {
  const format = formats.get(timeZone) ?? newFormat(timeZone);
  if (!format) return undefined;
  if (formats.size < FORMATS_KEPT) formats.set(timeZone, format);
  return (utcMillis) => offsetIn(format.format(utcMillis)) ?? 0;
}

// The constructor is the only way to ask whether a zone is known, and throws if not.
function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
}

const OFFSET = /([+-])(\d\d)[:.]?(\d\d)/;

function offsetIn(text: string): number | undefined {
  const match = OFFSET.exec(text);
  if (!match) return undefined;
  const [, sign, hours, minutes] = match;
  const size = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return sign === '-' ? -size : size;
}

// "/mozilla.org/20050126_1/Europe/Paris", "/freeassociation.sourceforge.net/Tzfile/Asia/Kolkata": the name is at the end.
function prefixedZone(name: string): OffsetAt | undefined {
  const segments = name.startsWith('/') ? name.slice(1).split('/') : [];
  const endings = [3, 2, 1].filter((count) => segments.length > count).map((count) => segments.slice(-count).join('/'));
  return endings.map(ianaZone).find((zone) => zone !== undefined);
}

// Display names start with an offset, which is checked below.
const windowsZones = new Map([...WINDOWS_ZONES].flatMap(([name, iana]) => (name.startsWith('(') ? [] : [[name.toLowerCase(), iana]])));

// Exchange numbers a second VTIMEZONE of one name: "W. Europe Standard Time 1", "UTC 1".
function windowsZone(name: string): OffsetAt | undefined {
  const written = name.toLowerCase();
  const plain = written.replace(/ \d$/, '').replace(/ (daylight|summer) time\b/, ' standard time');
  const iana = windowsZones.get(written) ?? windowsZones.get(plain);
  return iana === undefined ? undefined : intlZone(iana);
}

// "GMT+0530", "UTC+05:30", "+05:30". POSIX writes the sign the other way round, but only without minutes.
function fixedOffset(name: string): OffsetAt | undefined {
  if (!/^(UTC|GMT)?[+-](?:\d\d:?\d\d|\d:\d\d)$/i.test(name)) return undefined;
  const offset = offsetIn(name.replace(/([+-])(?=\d:)/, '$10')) ?? 0;
  return () => offset;
}

const PREFIX = /^\((?:UTC|GMT)([+-]\d\d[:.]\d\d)?\)\s*/i;
// "(UTC) Greenwich Mean Time: Dublin, …" was the name of the list that is "(UTC+00:00) Dublin, …" today.
const cities = (name: string): string[] =>
  name
    .replace(PREFIX, '')
    .replace(/^[^,:]*:\s+/, '')
    .toLowerCase()
    .split(/\s*[,;/]\s*/);
const displayNames = [...WINDOWS_ZONES].filter(([name]) => name.startsWith('(')).map(([name, iana]) => ({ cities: cities(name), iana }));

/** "(UTC+01:00) Sarajevo, Warsaw", or the list alone: known if every place named is on one list, and its offset is right. */
function cityList(name: string, wall: WallMillis): OffsetAt | undefined {
  const wanted = cities(name);
  const holders = displayNames.filter((entry) => wanted.every((city) => entry.cities.includes(city)));
  const exact = holders.filter((entry) => entry.cities.length === wanted.length);
  const zones = new Set((exact.length > 0 ? exact : holders).map(({ iana }) => iana));
  const [iana] = zones;
  const zone = iana === undefined || zones.size > 1 ? undefined : intlZone(iana);
  const written = PREFIX.exec(name)?.[1];
  if (!zone || written === undefined) return zone;
  return seasons(zone, wall).includes(offsetIn(written) ?? 0) ? zone : undefined;
}

const OFFSET_PAIR = /^(?:GMT|UTC) ?([+-]\d{4}) \(Standard\) \/ (?:GMT|UTC) ?([+-]\d{4}) \(Daylight\)$/i;

/** "GMT -0500 (Standard) / GMT -0400 (Daylight)" says when clocks differ, not when they change: all such zones must agree. */
function offsetPair(name: string, wall: WallMillis): OffsetAt | undefined {
  const [, standard, daylight] = OFFSET_PAIR.exec(name) ?? [];
  if (standard === undefined || daylight === undefined) return undefined;
  const pair = [offsetIn(standard) ?? 0, offsetIn(daylight) ?? 0].sort((a, b) => a - b);
  const [low = 0, high = 0] = pair;
  if (low === high) return () => low;
  const zones = Intl.supportedValuesOf('timeZone')
    .map(intlZone)
    .filter((zone) => zone !== undefined);
  const alike = zones.filter(
    (zone) =>
      seasons(zone, wall)
        .sort((a, b) => a - b)
        .join() === pair.join(),
  );
  const offsets = new Set(alike.map((zone) => zone(wall - low)));
  const [offset] = offsets;
  return offset === undefined || offsets.size > 1 ? undefined : () => offset;
}

/** A zone's offsets in January and in July of that year. */
function seasons(zone: OffsetAt, wall: WallMillis): number[] {
  const year = new Date(wall).getUTCFullYear();
  return [zone(Date.UTC(year, 0, 10)), zone(Date.UTC(year, 6, 10))];
}
