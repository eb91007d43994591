/** One table of docs/performance.md. */
export interface Section {
  readonly title: string;
  /** How it was measured, and beside what. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const markdown = ({ title, about, columns, rows }: Section): string =>
  [`## ${title}`, '', about, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The value below which this share of the values lies; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** How many times the other. */
export const ratio = (value: number, other: number): string => `${(value / other).toFixed(2)} ×`;
