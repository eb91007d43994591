import type { Instant } from '../../shared/time/instant.ts';
import { isTimeZone } from '../../shared/time/moment.ts';
import { findZones } from '../../shared/time/zone-names.ts';

const LONGEST_QUERY = 64;
const SHOWN = 3;

/**
 * The zone that somebody means: an IANA name, old or new, is taken as it stands; a city or a zone's own name when it can only
 * mean one.
 */
export function zoneNamed(text: string, now: Instant): { readonly zone: string } | { readonly problem: string } {
  const query = text.slice(0, LONGEST_QUERY);
  if (isTimeZone(query)) return { zone: query };
  const found = findZones(query, now);
  const exact = found.filter(({ place }) => place.toLowerCase() === query.toLowerCase());
  const [only, ...others] = exact.length > 0 ? exact : found;
  if (only === undefined) return { problem: 'Time zone not found. Try the nearest big city, or UTC' };
  if (others.length === 0) return { zone: only.id };
  const ids = [only, ...others].slice(0, SHOWN).map(({ id }) => id);
  return { problem: `Several time zones fit. Type one in full: ${ids.join(', ')}` };
}
