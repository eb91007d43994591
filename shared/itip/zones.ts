import type { TimeFault } from '../words/inbound-reasons.ts';
import { instantAt, type Instant } from '../time/instant.ts';
import { lineOf, type Component, type Line } from './content-lines.ts';
import { resolveEmbeddedZone } from './embedded-zone.ts';
import { resolveNamedZone } from './named-zone.ts';
import { momentOfWall, parseWrittenTime, type PartlyKnownOffset } from './wall-time.ts';

export type ReadTime = { readonly instant: Instant } | { readonly fault: TimeFault };

/**
 * The moment that a DTSTART-like property names. Strict: the VTIMEZONE in the message counts first, then what its name is
 * known to mean, otherwise the answer is a fault. A wrong time is worse than none, so nothing falls back to UTC or to the
 * zone of this process.
 */
export function readTime(line: Line, calendar: Component): ReadTime {
  const written = parseWrittenTime(line.value);
  if (!written) return { fault: 'not-a-time' };
  if (written.isDate) return { fault: 'all-day' };
  if (written.isUtc) return { instant: instantAt(written.wall) };
  const tzid = line.params.get('tzid');
  if (tzid === undefined || tzid.trim() === '') return { fault: 'floating-time' };
  const defined = zonesIn(calendar).get(nameOf(tzid));
  const moment = (defined && momentOfWall(written.wall, defined)) ?? momentInNamedZone(tzid, written.wall);
  return moment === undefined ? { fault: 'unknown-time-zone' } : { instant: instantAt(moment) };
}

function momentInNamedZone(tzid: string, wall: number): number | undefined {
  const zone = resolveNamedZone(tzid, wall);
  return zone && momentOfWall(wall, zone);
}

const zonesByCalendar = new WeakMap<Component, ReadonlyMap<string, PartlyKnownOffset | undefined>>();

/** The zones that a calendar defines, read once for all of its times. Two of one name that differ define none. */
function zonesIn(calendar: Component): ReadonlyMap<string, PartlyKnownOffset | undefined> {
  const known = zonesByCalendar.get(calendar);
  if (known) return known;
  const zones = new Map<string, PartlyKnownOffset | undefined>();
  const components = calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  const distinct = new Map(components.map((component) => [JSON.stringify(component), component])).values();
  for (const component of distinct) {
    const name = nameOf(lineOf(component, 'TZID')?.value ?? '');
    zones.set(name, zones.has(name) ? undefined : resolveEmbeddedZone(component));
  }
  zonesByCalendar.set(calendar, zones);
  return zones;
}

const nameOf = (tzid: string): string => tzid.replace(/^"|"$/g, '').trim().toLowerCase();
