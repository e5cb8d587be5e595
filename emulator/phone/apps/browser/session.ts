import type { Cause } from '../app-event.ts';
import type { AppContext } from '../app-model.ts';
import { isTrue } from '../template.ts';
import type { Row } from '../value.ts';
import type { BrowserBuild } from './browser-build.ts';
import type { Tab } from './tab.ts';
import { Tabs } from './tabs.ts';

/** What a part of the browser can be asked to do, by the names that its screens use. */
export type Operations = Readonly<Record<string, (args: Row, cause: Cause) => void>>;

/** The browser while its process lives: what all its parts share. */
export class BrowserSession {
  readonly context: AppContext;
  readonly build: BrowserBuild;
  readonly tabs = new Tabs();

  constructor(context: AppContext, build: BrowserBuild) {
    this.context = context;
    this.build = build;
  }

  /** Whether this version has the switch for what incognito mode reports. */
  get hasEnhancedSwitch(): boolean {
    const { firstWithSwitch } = this.build;
    const version = (this.context.packages.get(this.context.packageName)?.versionName ?? '').split(/[^0-9]+/).map(Number);
    const differing = firstWithSwitch.findIndex((part, i) => part !== (version[i] ?? 0));
    return differing === -1 || (version[differing] ?? 0) > (firstWithSwitch[differing] ?? 0);
  }

  isOn(key: string): boolean {
    return isTrue(this.context.state[key]);
  }

  /** Says what happened in a tab (default: the one in front), with the mode it is in. */
  emit(name: string, data: Row, cause: Cause, tab: Tab = this.tabs.current): void {
    this.context.emit(name, { ...data, incognito: tab.incognito, enhanced: this.hasEnhancedSwitch && this.isOn('enhanced') }, cause);
  }
}

/** An argument as text; empty when it was not given. */
export function textOf(args: Row, name: string): string {
  return String(args[name] ?? '');
}
