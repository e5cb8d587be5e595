import type { Properties } from './services.ts';

/** A property store; `ro.*` can be set once only, as init has it. */
export function createProperties(initial: Readonly<Record<string, string>>): Properties {
  const values = new Map(Object.entries(initial));
  return {
    get: (name) => values.get(name) ?? '',
    set(name, value) {
      if (name.startsWith('ro.') && values.has(name)) throw new Error(`property ${name} is read-only and was set before`);
      values.set(name, value);
    },
    list: () => [...values].sort(([left], [right]) => (left < right ? -1 : 1)),
  };
}
