import { faultNamed, parametersOf } from './active-faults.ts';
import { Refusal } from './refusal.ts';

/** A fault asked for on the command line. */
export interface PlannedFault {
  readonly fault: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** After the phone has booted. */
  readonly afterMs: number;
}

/**
 * Reads `name[:key=value,…][@afterMs]`: `cable-drop:forMs=3000@5000` drops the cable for 3 s, 5 s after the boot.
 *
 * @throws {Refusal} that says what was found and expected.
 */
export function parseFaultArgument(text: string): PlannedFault {
  const [, name = '', list = '', after] = /^([^:@]*)(?::(.*?))?(?:@(\d+))?$/.exec(text) ?? [];
  if (name === '') throw new Refusal(400, `Reading the fault "${text}": expected name[:key=value,…][@afterMs].`);
  const fault = faultNamed(name);
  const raw = Object.fromEntries(list === '' ? [] : list.split(',').map((pair) => readPair(text, pair)));
  return { fault: name, parameters: parametersOf(fault, raw), afterMs: Number(after ?? 0) };
}

function readPair(text: string, pair: string): readonly [string, unknown] {
  const cut = pair.indexOf('=');
  if (cut < 1) throw new Refusal(400, `Reading the fault "${text}": found "${pair}", expected key=value.`);
  return [pair.slice(0, cut), valueOf(pair.slice(cut + 1))];
}

/** Numbers and truth values as such; anything else is text. */
function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
