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
}

export function memoryLog(): MemoryLog {
  const lines: Line[] = [];
  return {
    lines,
    counted: (metric) => lines.filter(({ level, event }) => level === 'count' && event === metric).length,
    measured: (metric) =>
      lines.flatMap(({ level, event, fields }) => (level === 'measure' && event === metric ? [(fields as { value: number }).value] : [])),
    info: (event, fields) => lines.push({ level: 'info', event, fields: withContext(fields) }),
    warn: (event, fields) => lines.push({ level: 'warn', event, fields: withContext(fields) }),
    error: (event, error, fields) => lines.push({ level: 'error', event, error, fields: withContext(fields) }),
    count: (metric) => lines.push({ level: 'count', event: metric, fields: {} }),
    countKind: (metric, kind) => lines.push({ level: 'count', event: metric, fields: { kind } }),
    measure: (metric, value) => lines.push({ level: 'measure', event: metric, fields: { value } }),
  };
}

const withContext = (fields: Fields | undefined): Fields | undefined => {
  const context = getLogFields();
  return Object.keys(context).length === 0 ? fields : { ...context, ...fields };
};
