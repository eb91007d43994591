import type { Instant } from '../../shared/time/instant.ts';
import { getLogFields, type Fields, type Log } from '../../functions/platform/log.ts';

export interface Line {
  readonly level: 'info' | 'warn' | 'error' | 'count' | 'measure';
  readonly event: string;
  readonly fields?: unknown;
  readonly error?: unknown;
}

/** A log that remembers its lines. */
export interface MemoryLog extends Log {
  readonly lines: readonly Line[];
  readonly counted: (metric: string) => number;
  /** The values of a metric, oldest first. */
  readonly measured: (metric: string) => readonly number[];
  /** What was counted and measured, with its time, where the log has a clock. */
  readonly datapoints: readonly Datapoint[];
}

/** One value of a metric, as CloudWatch gets it. */
export interface Datapoint {
  readonly metric: string;
  readonly kind?: string;
  readonly at: Instant;
  readonly value: number;
}

export function memoryLog(now?: () => Instant): MemoryLog {
  const lines: Line[] = [];
  const datapoints: Datapoint[] = [];
  const point = (metric: string, value: number, kind?: string): void => {
    if (now) datapoints.push({ metric, value, at: now(), ...(kind !== undefined && { kind }) });
  };
  return {
    lines,
    datapoints,
    counted: (metric) => lines.filter(({ level, event }) => level === 'count' && event === metric).length,
    measured: (metric) =>
      lines.flatMap(({ level, event, fields }) => (level === 'measure' && event === metric ? [(fields as { value: number }).value] : [])),
    info: (event, fields) => lines.push({ level: 'info', event, fields: withContext(fields) }),
    warn: (event, fields) => lines.push({ level: 'warn', event, fields: withContext(fields) }),
    error: (event, error, fields) => lines.push({ level: 'error', event, error, fields: withContext(fields) }),
    count: (metric) => {
      point(metric, 1);
      lines.push({ level: 'count', event: metric, fields: {} });
    },
    countKind: (metric, kind) => {
      point(metric, 1, kind);
      lines.push({ level: 'count', event: metric, fields: { kind } });
    },
    measure: (metric, value) => {
      point(metric, value);
      lines.push({ level: 'measure', event: metric, fields: { value } });
    },
  };
}

const withContext = (fields: Fields | undefined): Fields | undefined => {
  const context = getLogFields();
  return Object.keys(context).length === 0 ? fields : { ...context, ...fields };
};
