/**
 * Something that the person at the keyboard can put right. Its message is one line that ends with the way out; it is shown
 * without a stack trace. Exit code 2: the command line was wrong; 1: everything else.
 */
export class LocalProblem extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
