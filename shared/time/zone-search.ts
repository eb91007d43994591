import { COUNTRY_ZONES } from './country-zones.ts';
import { instantAt, millisOf, type Instant } from './instant.ts';
import { utcOffset, zoneName } from './moment.ts';
import { olderNameOf, placeOf, zoneIds } from './zone-names.ts';
import { ABBREVIATIONS, CITIES, OTHER_COUNTRY_NAMES } from './zone-places.ts';

/** A zone that fits what a person looks for. */
export interface FoundZone {
  /** Its present IANA name, which every engine understands. */
  readonly id: string;
  /** Kathmandu */
  readonly place: string;
  /** The name that the query fitted, where neither the place nor the zone's own name says it: `Mumbai`, `IST`; else null. */
  readonly alsoCalled: string | null;
  /** How well: the query is a whole name, begins one of its words, or is inside. */
  readonly fit: 'exact' | 'start' | 'inside';
}

/** Finds zones by place, country, large city, name, abbreviation, IANA name or offset: the best first. */
export type FindZones = (query: string) => readonly FoundZone[];

const HALF_A_YEAR_MILLIS = 182 * 24 * 3_600_000;

/** @param at zones are found by the names and the offset that they have then; their names of the other season count, too */
export function createZoneSearch(at: Instant): FindZones {
  const countries = countriesByZone();
  const zones = zoneIds().map((id) => describeZone(id, at, countries.get(id) ?? []));
  return (query) => {
    const wanted = plain(query.replace(OFFSET_BEHIND, ''));
    const offset = readOffset(wanted);
    if (wanted === '') return [];
    return zones
      .flatMap((zone) => (offset === null ? findName(zone, wanted) : findOffset(zone, offset, at)))
      .toSorted((a, b) => a.rank - b.rank || b.zone.prominence - a.zone.prominence || a.zone.id.localeCompare(b.zone.id))
      .map(({ zone: { id, shown }, name, rank }) => ({
        id,
        place: placeOf(id),
        alsoCalled: shown.some((text) => text.includes(name)) ? null : name,
        fit: FITS[rank] ?? 'inside',
      }));
  };
}

interface SearchedZone {
  readonly id: string;
  readonly names: readonly { readonly name: string; readonly text: string }[];
  /** What a list shows of it anyway. */
  readonly shown: readonly string[];
  /** How many large cities keep its time. */
  readonly prominence: number;
}

interface Fitting {
  readonly zone: SearchedZone;
  readonly name: string;
  readonly rank: number;
}

function describeZone(id: string, at: Instant, countries: readonly string[]): SearchedZone {
  const place = placeOf(id);
  const labels = [...new Set([at, instantAt(millisOf(at) + HALF_A_YEAR_MILLIS)].map((then) => zoneName(then, id)))];
  const cities = namesIn(CITIES[id]);
  const abbreviations = labels.flatMap((label) => namesIn(ABBREVIATIONS[label]));
  const names = new Set([place, ...countries, ...cities, ...labels, ...abbreviations, olderPlaceOf(id), id]);
  return {
    id,
    names: [...names].map((name) => ({ name, text: plain(name) })),
    shown: [id, place, ...labels],
    prominence: cities.length,
  };
}

function countriesByZone(): ReadonlyMap<string, readonly string[]> {
  const english = new Intl.DisplayNames('en-GB', { type: 'region' });
  return new Map(
    Object.entries(COUNTRY_ZONES).flatMap(([country, zones]) => {
      const names = [english.of(country) ?? country, ...namesIn(OTHER_COUNTRY_NAMES[country])];
      return zones.split(' ').map((id) => [id, names] as const);
    }),
  );
}

const FITS = ['exact', 'start', 'inside'] as const;
const INSIDE = 2;

/** The name that the query fits best, or else a zone whose names together have every word of it. */
function findName(zone: SearchedZone, wanted: string): readonly Fitting[] {
  const fitting = zone.names.map(({ name, text }) => ({ zone, name, rank: rankOf(text, wanted) }));
  const best = fitting.toSorted((a, b) => a.rank - b.rank)[0];
  if (best && best.rank <= INSIDE) return [best];
  const everything = ` ${zone.names.map(({ text }) => text).join(' ')}`;
  const words = wanted.split(' ');
  const hasAll = words.length > 1 && words.every((word) => everything.includes(` ${word}`));
  return hasAll ? [{ zone, name: zone.id, rank: INSIDE + 1 }] : [];
}

const findOffset = (zone: SearchedZone, offset: string, at: Instant): readonly Fitting[] =>
  utcOffset(at, zone.id) === offset ? [{ zone, name: zone.id, rank: 0 }] : [];

function rankOf(text: string, wanted: string): number {
  if (text === wanted) return 0;
  if (` ${text}`.includes(` ${wanted}`)) return 1;
  return text.includes(wanted) ? INSIDE : Infinity;
}

const namesIn = (list: string | undefined): readonly string[] => (list ? list.split(', ') : []);

const olderPlaceOf = (id: string): string => (olderNameOf(id) ?? id).split('/').at(-1)?.replaceAll('_', ' ') ?? id;

/** What a page shows behind a name: `India Standard Time (UTC+05:30)`. */
const OFFSET_BEHIND = / \(UTC[^)]*\)\s*$/i;

const OFFSET = /^(?:utc|gmt)? ?([+-]?)(\d\d?)(?::?(\d\d))?$/;

/** An offset as people type it (`+5:30`, `5:30`, `GMT+5`), in the form that zones have it; null when it is none. */
function readOffset(wanted: string): string | null {
  const [all, sign, hours = '', minutes = '00'] = OFFSET.exec(wanted) ?? [];
  return all === undefined ? null : `UTC${sign || '+'}${hours.padStart(2, '0')}:${minutes}`;
}

// Case, accents, underscores and punctuation are nothing that anyone should have to get right.
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('−', '-')
    .replaceAll(/[’'.]/g, '')
    .replaceAll(/[_/(),]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
