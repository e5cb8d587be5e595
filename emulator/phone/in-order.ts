/**
 * Things under way on one line: each comes out when its time is over, but never before what was sent before it. Timers
 * alone do not see to that: two of nearly the same moment may go off in the other order.
 */
export class InOrder {
  readonly #underWay: (() => void)[] = [];

  get isEmpty(): boolean {
    return this.#underWay.length === 0;
  }

  send(afterMs: number, deliver: () => void): void {
    this.#underWay.push(deliver);
    setTimeout(() => this.#underWay.shift()?.(), afterMs);
  }
}
