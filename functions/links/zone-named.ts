import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import { isTimeZone, zoneLabel } from '../../shared/time/moment.ts';
import { findZones, plainWords, type ZoneChoice } from '../../shared/time/zone-names.ts';

const LONGEST_QUERY = 64;
const SHOWN = 3;
const HALF_A_YEAR_MILLIS = 182 * 24 * 3_600_000;

/**
 * The zone that somebody means: an IANA name, old or new, is taken as it stands; a city, a country or a zone's own name when it
 * can only mean one, or several whose clocks show the same.
 * @param own the zone taken among several of the same clock
 */
export function zoneNamed(text: string, own: string, now: Instant): { readonly zone: string } | { readonly problem: string } {
  const query = text.slice(0, LONGEST_QUERY);
  if (isTimeZone(query)) return { zone: query };
  const found = findZones(query, now);
  const nearest = [isPlace(query), hasWords(query)].map((fits) => found.filter(fits)).find(({ length }) => length > 0) ?? found;
  const [first, ...others] = nearest.map(({ id }) => id);
  if (first === undefined) return { problem: 'Time zone not found. Try the nearest big city, or UTC' };
  if (others.every((id) => isAlike(id, first, now))) return { zone: others.includes(own) ? own : first };
  return { problem: `Several time zones fit. Type one in full: ${[first, ...others].slice(0, SHOWN).join(', ')}` };
}

const isPlace =
  (query: string) =>
  ({ place }: ZoneChoice): boolean =>
    place.toLowerCase() === query.toLowerCase();

/** "india" is a word of India Standard Time, but only a part of America/Indiana/Knox. */
const hasWords =
  (query: string) =>
  ({ id, label }: ZoneChoice): boolean => {
    const words = new Set(plainWords(`${id} ${label}`));
    return plainWords(query).every((word) => words.has(word));
  };

/** The zones have one name, in winter and in summer. */
const isAlike = (a: string, b: string, now: Instant): boolean =>
  [now, instantAt(millisOf(now) + HALF_A_YEAR_MILLIS)].every((at) => zoneLabel(at, a) === zoneLabel(at, b));
