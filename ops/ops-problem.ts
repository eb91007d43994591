/** Something that an operator can mend: the message says what is wrong and what to do. `exitCode` 2: the command was wrong. */
export class OpsProblem extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
