/** Somebody who is not of this project, and who looks at what is deployed. */
export interface Judge {
  readonly name: string;
  /** Who judges, and what. */
  readonly about: string;
  /** Rejects with `CannotJudge` where its tool cannot be had. */
  readonly run: () => Promise<Judgement>;
}

export interface Judgement {
  /** What was looked at, with numbers. */
  readonly seen: string;
  /** What is wrong, one line each. Empty: all of it held. */
  readonly broken: readonly string[];
  /** What this judge cannot look at, and what it said that we do not follow, with the reason. */
  readonly limits: readonly string[];
}

/** The tool of a judge cannot be installed or started here. The message says why, and what would help. */
export class CannotJudge extends Error {}
