/** A call that the simulation does not know. It ends the proof: a function that meets it would only seem to fail. */
export class NotSimulated extends Error {
  override readonly name = 'NotSimulated';

  constructor(what: string) {
    super(`${what} is not simulated`);
  }
}
