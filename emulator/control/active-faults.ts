import type { Phone } from '../phone/phone.ts';
import type { End, Fault } from './fault.ts';
import { FAULTS } from './fault-table.ts';
import { Refusal } from './refusal.ts';

/** A fault that is on, as the control port tells of it. */
export interface ActiveFault {
  readonly fault: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Host clock. */
  readonly sinceMs: number;
  /** When it goes by itself. */
  readonly untilMs?: number;
}

interface Held {
  readonly fault: Fault;
  readonly told: ActiveFault;
  end: End;
  readonly timer: NodeJS.Timeout | undefined;
}

/** The faults of one phone: begun, listed, taken back. */
export class ActiveFaults {
  readonly #phone: Phone;
  readonly #held = new Map<string, Held>();

  constructor(phone: Phone) {
    this.#phone = phone;
    phone.onBoot(() => this.#afterReboot());
  }

  list(): readonly ActiveFault[] {
    return [...this.#held.values()].map(({ told }) => told);
  }

  /**
   * Makes a fault happen; resolves once it has.
   *
   * @throws {Refusal} when there is no such fault, a parameter is wrong, or it is on already.
   */
  async begin(name: string, raw: unknown): Promise<ActiveFault> {
    const fault = faultNamed(name);
    const parameters = parametersOf(fault, raw);
    if (this.#held.has(name)) throw new Refusal(409, `Making fault "${name}": it is on already; take it back first.`);
    const sinceMs = Date.now();
    const forMs = typeof parameters['forMs'] === 'number' ? parameters['forMs'] : undefined;
    const told: ActiveFault = { fault: name, parameters, sinceMs, ...(forMs === undefined ? {} : { untilMs: sinceMs + forMs }) };
    const end = await fault.begin(this.#phone, parameters);
    if (fault.lasts === 'at once') return told;
    const timer = forMs === undefined ? undefined : setTimeout(() => void this.#expire(name), forMs).unref();
    this.#held.set(name, { fault, told, end, timer });
    return told;
  }

  /**
   * Takes a fault back; resolves once all is as it was.
   *
   * @throws {Refusal} when it is not on.
   */
  async end(name: string): Promise<void> {
    const held = this.#held.get(name);
    if (held === undefined) {
      const on = [...this.#held.keys()];
      throw new Refusal(404, `Taking back fault "${name}": it is not on; found ${on.length === 0 ? 'none' : on.join(', ')}.`);
    }
    this.#held.delete(name);
    clearTimeout(held.timer);
    await held.end();
  }

  /** Forgets what was on, without taking it back: the phone goes for good. */
  close(): void {
    for (const { timer } of this.#held.values()) clearTimeout(timer);
    this.#held.clear();
  }

  async #expire(name: string): Promise<void> {
    // It may have been taken back, or its phone closed, while its time ran out.
    await this.end(name).catch(() => undefined);
  }

  async #afterReboot(): Promise<void> {
    for (const [name, held] of this.#held) {
      if (held.fault.afterReboot === 'mended') {
        clearTimeout(held.timer);
        this.#held.delete(name);
      } else if (held.fault.afterReboot === 'again') held.end = await held.fault.begin(this.#phone, held.told.parameters);
    }
  }
}

/** @throws {Refusal} when the table has none of this name. */
export function faultNamed(name: string): Fault {
  const fault = FAULTS.find((entry) => entry.name === name);
  if (fault === undefined) throw new Refusal(400, `Making a fault: found "${name}", expected one of ${FAULTS.map((entry) => entry.name).join(', ')}.`);
  return fault;
}

/**
 * A fault's parameters, checked and with their defaults.
 *
 * @throws {Refusal} that names the first that is wrong.
 */
export function parametersOf(fault: Fault, raw: unknown): Readonly<Record<string, unknown>> {
  const read = fault.parameters.safeParse(raw ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const known = Object.keys(fault.parameters.shape);
  const which = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.');
  const expected = known.length === 0 ? 'no parameters' : `its parameters are ${known.join(', ')}`;
  throw new Refusal(400, `Making fault "${fault.name}": parameter "${which ?? ''}": ${issue?.message ?? 'unreadable'}; ${expected}.`);
}
