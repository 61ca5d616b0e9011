/** Time of the simulated CRMs: the machine's, plus what a test has moved it on by. */
export class Clock {
  #offset = 0;

  /** Epoch milliseconds. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Lets `milliseconds` pass at once; tokens, codes and windows age by it. */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}
