import type { Settings, SettingsNamespace } from './services.ts';

/** One change of a setting; `value` is undefined when the key was deleted. */
export interface SettingChange {
  readonly namespace: SettingsNamespace;
  readonly key: string;
  readonly value: string | undefined;
}

/** A settings provider that tells its observers. */
export interface ObservableSettings extends Settings {
  /** Calls back after each change until the returned function is called. */
  observe(observer: (change: SettingChange) => void): () => void;
  /** The phone was switched off, and whoever observed with it. */
  forgetObservers(): void;
}

export type InitialSettings = Readonly<Partial<Record<SettingsNamespace, Readonly<Record<string, string>>>>>;

/** A provider with these rows. */
export function createSettings(initial: InitialSettings = {}): ObservableSettings {
  const tables: Readonly<Record<SettingsNamespace, Map<string, string>>> = {
    global: new Map(Object.entries(initial.global ?? {})),
    secure: new Map(Object.entries(initial.secure ?? {})),
    system: new Map(Object.entries(initial.system ?? {})),
  };
  const observers = new Set<(change: SettingChange) => void>();
  const tell = (change: SettingChange): void => {
    for (const observer of [...observers]) observer(change);
  };
  return {
    get: (namespace, key) => tables[namespace].get(key),
    put(namespace, key, value) {
      tables[namespace].set(key, value);
      tell({ namespace, key, value });
    },
    delete(namespace, key) {
      const existed = tables[namespace].delete(key);
      if (existed) tell({ namespace, key, value: undefined });
      return existed;
    },
    list: (namespace) => [...tables[namespace]].sort(([left], [right]) => (left < right ? -1 : 1)),
    observe(observer) {
      observers.add(observer);
      return () => void observers.delete(observer);
    },
    forgetObservers: () => observers.clear(),
  };
}
