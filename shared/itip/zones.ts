import { instantAt, type Instant } from '../time/instant.ts';
import { lineOf, type Component, type Line } from './content-lines.ts';
import { embeddedZone } from './embedded-zone.ts';
import { namedZone } from './named-zone.ts';
import { momentOfWall, parseWrittenTime, type OffsetAt } from './wall-time.ts';

export type TimeFault = 'all-day' | 'floating-time' | 'unknown-time-zone' | 'not-a-time';
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
  const zone = definedZone(tzid, calendar) ?? namedZone(tzid, written.wall);
  return zone ? { instant: instantAt(momentOfWall(written.wall, zone)) } : { fault: 'unknown-time-zone' };
}

function definedZone(tzid: string, calendar: Component): OffsetAt | undefined {
  const definitions = calendar.components.filter(
    (component) => component.name === 'VTIMEZONE' && sameName(lineOf(component, 'TZID')?.value ?? '', tzid),
  );
  const [definition] = definitions;
  return definition && definitions.length === 1 ? embeddedZone(definition) : undefined;
}

const sameName = (a: string, b: string): boolean => a.replace(/^"|"$/g, '').trim().toLowerCase() === b.trim().toLowerCase();
