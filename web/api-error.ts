import type { Problem } from '../shared/api/contract.ts';

/** What can go wrong before an answer of the API is there. */
export type Interruption = 'unreachable' | 'sign-in-ended' | 'unintelligible';

/** A request that did not succeed. */
export class ApiError extends Error {
  /** The stable code of the problem details, or what interrupted the request. */
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly problem: Partial<Problem>;

  constructor(code: string, status = 0, problem: Partial<Problem> = {}) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.problem = problem;
  }
}

export const interruption = (by: Interruption, status = 0): ApiError => new ApiError(by, status);
