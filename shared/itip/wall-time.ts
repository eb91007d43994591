/** A reading of a wall clock: milliseconds after the epoch as if the clock showed UTC. */
export type WallMillis = number;

/** How far a zone's clocks are ahead of UTC, in milliseconds, at a moment given in milliseconds after the epoch. */
export type OffsetAt = (utcMillis: number) => number;

/** The same of a zone of which not every rule is understood. */
export type PartlyKnownOffset = (utcMillis: number) => number | undefined;

const DAY = 24 * 3_600_000;

/**
 * The moment at which clocks of the zone show `wall`, in milliseconds after the epoch. RFC 5545 3.3.5: a time that
 * happens twice means the first of the two; a time that clocks skip is read with the offset before the gap. Undefined: the
 * zone is not known around that time.
 */
export function momentOfWall(wall: WallMillis, offsetAt: OffsetAt): number;
export function momentOfWall(wall: WallMillis, offsetAt: PartlyKnownOffset): number | undefined;
export function momentOfWall(wall: WallMillis, offsetAt: PartlyKnownOffset): number | undefined {
  const before = offsetAt(wall - DAY);
  const after = offsetAt(wall + DAY);
  if (before === undefined || after === undefined) return undefined;
  const moments = [wall - before, wall - after].filter((moment) => offsetAt(moment) === wall - moment);
  return moments.length === 0 ? wall - before : Math.min(...moments);
}

const DATE_TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?$/i;

export interface WrittenTime {
  readonly wall: WallMillis;
  readonly isDate: boolean;
  readonly isUtc: boolean;
}

/** DATE and DATE-TIME values of RFC 5545 3.3.4 and 3.3.5, also with the separators of ISO 8601. Undefined: not a time. */
export function parseWrittenTime(text: string): WrittenTime | undefined {
  const match = DATE_TIME.exec(text.trim().replace(/[-:]/g, ''));
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, zulu] = match;
  const fields = [year, month, day, hour, minute, second].map((digits) => Number(digits ?? 0));
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = fields;
  const wall = Date.UTC(y, mo - 1, d, h, mi, Math.min(s, 59));
  const isReal = y >= 1600 && y < 9000 && new Date(Date.UTC(y, mo - 1, d)).getUTCDate() === d && mo >= 1 && mo <= 12 && h < 24 && mi < 60;
  return isReal ? { wall, isDate: hour === undefined, isUtc: zulu !== undefined && zulu !== '' } : undefined;
}
