import type { OpenedWeek, OverlappingSession } from '../../../shared/api/contract.ts';
import type { Instant } from '../../../shared/time/instant.ts';
import { PROBLEMS, type ProblemCode } from '../../../shared/api/problems.ts';

export interface FieldError {
  /** Name of the field, query parameter or header. */
  readonly field: string;
  /** The rule, and so the way out. */
  readonly message: string;
}

interface MoreOfProblem {
  /** When the request may succeed. */
  readonly endsAt?: Instant;
  /** The sessions that are in the way. */
  readonly sessions?: readonly OverlappingSession[];
  /** What was opened before it went wrong. */
  readonly opened?: readonly OpenedWeek[];
}

/** An expected no at the edge of HTTP. What the caller reads of it is in the table of problems. */
export class HttpError extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];
  readonly more: MoreOfProblem;

  constructor(code: ProblemCode, errors: readonly FieldError[] = [], more: MoreOfProblem = {}) {
    super(PROBLEMS[code].title);
    this.name = 'HttpError';
    this.code = code;
    this.errors = errors;
    this.more = more;
  }
}

/** A request in which these fields break their rules. */
export const invalid = (...errors: readonly FieldError[]): HttpError => new HttpError('invalid-request', errors);
