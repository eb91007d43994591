/** What a command found or did, for people and for programs. */
export interface CommandReport {
  readonly text: readonly string[];
  readonly json: unknown;
  /** The command to type next, when there is an obvious one. */
  readonly next?: string;
  /** 0 when absent. 1: something is wrong. */
  readonly exitCode?: number;
}
