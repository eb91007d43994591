import { instantAt, millisOf, type Instant } from '../../shared/time/instant.ts';
import { isTimeZone, zoneLabel } from '../../shared/time/moment.ts';
import { createZoneSearch } from '../../shared/time/zone-search.ts';

const LONGEST_QUERY = 64;
const SHOWN = 3;
const HALF_A_YEAR_MILLIS = 182 * 24 * 3_600_000;

/**
 * The zone that somebody means: an IANA name, old or new, is taken as it stands. A city, a country, an abbreviation or a zone's own
 * name is taken when it can only mean one zone, or several whose clocks show the same.
 * @param own the zone taken among several that fit exactly, or that have the same clock
 */
export function zoneNamed(text: string, own: string, now: Instant): { readonly zone: string } | { readonly problem: string } {
  const query = text.slice(0, LONGEST_QUERY);
  if (isTimeZone(query)) return { zone: query };
  const found = createZoneSearch(now)(query);
  const [best, ...others] = found.filter(({ fit }) => fit === found[0]?.fit);
  if (best === undefined) return { problem: 'Time zone not found. Try the nearest big city, or UTC' };
  const isOwnAmongThem = others.some(({ id }) => id === own);
  if (isOwnAmongThem && best.fit === 'exact') return { zone: own };
  if (others.every(({ id }) => isAlike(id, best.id, now))) return { zone: isOwnAmongThem ? own : best.id };
  const ids = [best, ...others].slice(0, SHOWN).map(({ id }) => id);
  return { problem: `Several time zones fit. Type one in full: ${ids.join(', ')}` };
}

/** The zones have one name, in winter and in summer. */
const isAlike = (a: string, b: string, now: Instant): boolean =>
  [now, instantAt(millisOf(now) + HALF_A_YEAR_MILLIS)].every((at) => zoneLabel(at, a) === zoneLabel(at, b));
