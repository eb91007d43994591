import * as z from 'zod/mini';
import { ROOMS } from '../../../shared/words/table-names.ts';
import type { Log } from '../log.ts';

/** What DynamoDB gives, before it is parsed. */
export type RawRow = Readonly<Record<string, unknown>>;

/** A row that breaks the schema. It names the fields and never quotes them: they hold addresses. */
export class UnreadableRow extends Error {
  readonly roomId: string;
  readonly problems: readonly FieldProblem[];

  constructor(roomId: string, problems: readonly FieldProblem[]) {
    super(`Room ${roomId} cannot be read: ${problems.map(({ field }) => field).join(', ')}`);
    this.name = 'UnreadableRow';
    this.roomId = roomId;
    this.problems = problems;
  }
}

export interface FieldProblem {
  /** A path, e.g. `history.3.at`. */
  readonly field: string;
  readonly reason: string;
}

/** What `read` gives; undefined when it meets an unreadable row, which is then logged and counted. */
export function readOrReport<T>(log: Log, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableRow)) throw error;
    reportUnreadable(log, error);
    return undefined;
  }
}

export const reportUnreadable = (log: Log, { roomId, problems }: UnreadableRow): void => report(log, 'room', roomId, problems);

/** The row of a magic link. It rings the same alarm, because the same version of the code wrote both rows. */
export const reportUnreadableLink = (log: Log, roomId: string, problems: readonly FieldProblem[]): void =>
  report(log, 'link', roomId, problems);

function report(log: Log, what: 'room' | 'link', roomId: string, problems: readonly FieldProblem[]): void {
  log.warn(`${what}.unreadable`, { roomId, fields: [...new Set(problems.map(({ field }) => field))].join(' ') });
  log.count('RoomsUnreadable');
}

/** What a schema finds wrong. `within` is the path of the part that it read. */
export const problemsOf = ({ issues }: z.core.$ZodError, within: readonly PropertyKey[] = []): readonly FieldProblem[] =>
  issues.map(({ path, message }) => ({ field: [...within, ...path].join('.'), reason: message }));

/** What the schema makes of a row. Throws `UnreadableRow`. */
export function parseRow<S extends z.core.$ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = z.safeParse(schema, raw);
  if (result.success) return result.data;
  throw new UnreadableRow(idOf(raw), problemsOf(result.error));
}

const keyed = z.looseObject({ [ROOMS.key]: z.string() });

const idOf = (raw: unknown): string => z.safeParse(keyed, raw).data?.[ROOMS.key] ?? 'without an id';
