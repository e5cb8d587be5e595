import { randomUUID } from 'node:crypto';
import type { AppEvent } from '../apps/app-event.ts';
import type { Profile } from '../profile/profile.ts';
import type { LookUp } from '../profile/template.ts';
import type { Packages, Properties, Settings } from '../system/services.ts';

/** What templates may ask of a phone. */
export interface Facts {
  readonly identifiers: Profile['identifiers'];
  readonly properties: Properties;
  readonly settings: Settings;
  readonly packages: ObservablePackages;
  readonly network?: () => string;
  readonly instance?: (packageName: string) => string;
}

/** The package manager, which tells what becomes of packages when it can. */
interface ObservablePackages extends Packages {
  observe?(observer: (change: { readonly kind: string } | { readonly kind: 'removed' | 'cleared'; readonly packageName: string }) => void): () => void;
}

/** Names for the templates of a rule: the event's own, and the phone's. */
export function eventLookUp(event: AppEvent, facts: Facts): LookUp {
  const phone = phoneLookUp(facts, event.packageName, event.atMs);
  return (name) => {
    if (name === 'event') return event.name;
    return name.startsWith('data.') ? event.data[name.slice('data.'.length)] : phone(name);
  };
}

/** Names for templates that no event stands behind; `time` is the phone's clock. */
export function phoneLookUp(facts: Facts, packageName: string, phoneMs: number): LookUp {
  return (name) => {
    const dot = name.indexOf('.');
    const rest = name.slice(dot + 1);
    switch (dot === -1 ? name : name.slice(0, dot)) {
      case 'time':
        return phoneMs;
      case 'package':
        return packageName;
      case 'uuid':
        return randomUUID();
      case 'network':
        return facts.network?.();
      case 'instance':
        return facts.instance?.(packageName);
      case 'id':
        return facts.identifiers[rest];
      case 'property':
        return facts.properties.get(rest);
      case 'setting':
        return settingNamed(rest, facts.settings);
      case 'app':
        return appField(rest, packageName, facts.packages);
      default:
        return undefined;
    }
  };
}

function settingNamed(name: string, settings: Settings): string | undefined {
  const [namespace, ...key] = name.split('.');
  if (namespace !== 'global' && namespace !== 'secure' && namespace !== 'system') return undefined;
  return settings.get(namespace, key.join('.'));
}

function appField(name: string, packageName: string, packages: Packages): string | number | undefined {
  const installed = packages.get(packageName);
  if (name === 'versionName') return installed?.versionName;
  return name === 'versionCode' ? installed?.versionCode : undefined;
}
