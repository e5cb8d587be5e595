import type { AppContext } from '../app-model.ts';
import type { Row } from '../value.ts';

/** Beyond this the oldest entries go. */
const MAX_ENTRIES = 500;

/** A list that outlives the process: JSON in the app's state, newest first. */
export class StoredList<Entry extends Row> {
  readonly #context: AppContext;
  readonly #name: string;
  readonly #fresh: readonly Entry[];

  /** @param fresh What stands in it before anything was ever written. */
  constructor(context: AppContext, name: string, fresh: readonly Entry[] = []) {
    this.#context = context;
    this.#name = name;
    this.#fresh = fresh;
  }

  all(): readonly Entry[] {
    const text = this.#context.state[this.#name];
    // Nobody else writes this name: what is read is what `#write` wrote.
    return typeof text === 'string' && text !== '' ? (JSON.parse(text) as readonly Entry[]) : this.#fresh;
  }

  add(entry: Entry): void {
    this.#write([entry, ...this.all()].slice(0, MAX_ENTRIES));
  }

  append(entry: Entry): void {
    this.#write([...this.all(), entry].slice(-MAX_ENTRIES));
  }

  replace(index: number, entry: Entry): void {
    this.#write(this.all().map((old, i) => (i === index ? entry : old)));
  }

  /** Takes one out and gives it back; undefined when there is none at this place. */
  remove(index: number): Entry | undefined {
    const entries = this.all();
    this.#write(entries.filter((_, i) => i !== index));
    return entries[index];
  }

  clear(): void {
    this.#write([]);
  }

  #write(entries: readonly Entry[]): void {
    this.#context.setState(this.#name, JSON.stringify(entries));
  }
}
