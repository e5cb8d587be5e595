import { performance } from 'node:perf_hooks';
import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import { isTrue } from '../template.ts';
import type { Row, Value } from '../value.ts';
import { SETTINGS_PAGES, type SettingsRow } from './settings-pages.ts';

/** MIUI lets nobody revoke an authorization before ten seconds have passed. */
const REVOKE_AFTER_MS = 10_000;
const TAPS_TO_DEVELOPER = 7;

/** Packages that hold the authorizations one may revoke, with what the page calls them. */
const AUTHORIZED: Readonly<Record<string, string>> = { 'com.miui.msa.global': 'msa', 'com.miui.systemAdSolution': 'msa', 'com.miui.daemon': 'MiuiDaemon', 'com.android.thememanager': 'Themes' };

/** What the settings app reads from the phone, and what it does to it beyond toggles. */
export function createSettingsModel(context: AppContext): AppModel {
  return new SettingsModel(context);
}

class SettingsModel implements AppModel {
  readonly #context: AppContext;
  #app = '';
  #revoking = '';
  #revokeFromMs = 0;
  #versionTaps = 0;
  #wifiMac = '';
  #hits: readonly Row[] = [];

  constructor(context: AppContext) {
    this.#context = context;
    context.files.readFile('/sys/class/net/wlan0/address').then((text) => { this.#wifiMac = text.trim(); }, () => undefined);
  }

  value(name: string): Value | undefined {
    const { imei, clock, settings } = this.#context;
    const property = (key: string): string => this.#context.property(key);
    switch (name) {
      case 'model': return property('ro.product.model');
      case 'miuiVersion': return property('ro.build.version.incremental');
      case 'androidVersion': return property('ro.build.version.release');
      case 'securityPatch': return property('ro.build.version.security_patch');
      case 'buildId': return property('ro.build.id');
      case 'serial': return property('ro.serialno');
      case 'imei': return imei ?? 'Unknown';
      case 'wifiMac': return this.#wifiMac;
      case 'date': return new Date(clock.now()).toISOString().slice(0, 10);
      case 'language': return settings.get('system', 'system_locales') ?? property('ro.product.locale');
      default: return this.#valueOfApp(name);
    }
  }

  rows(source: string): readonly Row[] {
    const { packages, state } = this.#context;
    switch (source) {
      case 'hits': return this.#hits;
      case 'authorized': return Object.entries(AUTHORIZED).filter(([name]) => packages.get(name) !== undefined).map(([name, title]) => ({ key: name, title, on: !isTrue(state[`revoked:${name}`]) }));
      default: return packages.list()
        .filter((installed) => installed.launcherActivity !== undefined)
        .map((installed) => ({ key: installed.name, title: this.#context.titleOf(installed.name), version: installed.versionName }));
    }
  }

  call(operation: string, args: Row, cause: Cause): void {
    const text = (name: string): string => String(args[name] ?? '');
    switch (operation) {
      case 'search': this.#search(text('term'), cause); break;
      case 'clearSearch': this.#hits = []; break;
      case 'openPage': this.#context.go(text('page'), {}, cause); break;
      case 'openApp':
        this.#app = text('package');
        this.#context.emit('app.details', { package: this.#app, title: this.#context.titleOf(this.#app) }, cause);
        break;
      case 'uninstall': this.#uninstall(cause); break;
      case 'clearData':
        this.#context.packages.clearData?.(this.#app);
        this.#context.emit('app.clear', { package: this.#app }, cause);
        break;
      case 'beginRevocation': this.#beginRevocation(text('package')); break;
      case 'revoke':
        this.#context.setState(`revoked:${this.#revoking}`, '1');
        this.#context.emit('app.revoke', { package: this.#revoking }, cause);
        break;
      case 'tapVersion': this.#tapVersion(cause); break;
      case 'language': this.#speak(text('to'), cause); break;
      case 'joinNetwork': if (text('name') !== 'Earshot') this.#context.toast("Couldn't connect to network"); break;
      default: break;
    }
  }

  #valueOfApp(name: string): Value | undefined {
    const installed = this.#context.packages.get(this.#app);
    const waitMs = this.#revokeFromMs - performance.now();
    switch (name) {
      case 'appTitle': return this.#context.titleOf(this.#app);
      case 'appPackage': return this.#app;
      case 'appVersion': return installed?.versionName;
      case 'appPermissions': return `${installed?.permissions.filter(({ granted }) => granted).length ?? 0} permissions granted`;
      case 'appRunning': return installed === undefined ? 'Not installed' : installed.enabled ? 'Enabled' : 'Disabled';
      case 'revoking': return AUTHORIZED[this.#revoking] ?? '';
      case 'canRevoke': return waitMs <= 0;
      case 'revokeButton': return waitMs <= 0 ? 'Revoke' : `Revoke (${Math.ceil(waitMs / 1000)})`;
      default: return undefined;
    }
  }

  #search(term: string, cause: Cause): void {
    const wanted = term.toLowerCase();
    this.#hits = Object.entries(SETTINGS_PAGES).flatMap(([id, { title, rows }]) => [title, ...rows.map(titleOf)]
      .filter((text) => text.toLowerCase().includes(wanted))
      .map((text) => ({ key: `${id}/${text}`, id, title: text, page: title })));
    this.#context.emit('settings.search', { term, count: this.#hits.length }, cause);
  }

  #uninstall(cause: Cause): void {
    const title = this.#context.titleOf(this.#app);
    // What lies on the system partition can only be taken from its user.
    const isSystem = this.#context.packages.get(this.#app)?.system === true;
    const answer = this.#context.packages.uninstall(this.#app, isSystem ? { user: 0 } : {});
    if (answer.startsWith('Success')) this.#context.emit('app.uninstall', { package: this.#app, title }, cause);
    else this.#context.toast("Couldn't uninstall the app");
  }

  /** Turning an authorization off asks; turning it on again does not. */
  #beginRevocation(packageName: string): void {
    this.#revoking = packageName;
    this.#revokeFromMs = performance.now() + REVOKE_AFTER_MS;
    if (isTrue(this.#context.state[`revoked:${packageName}`])) this.#context.setState(`revoked:${packageName}`, '');
  }

  #tapVersion(cause: Cause): void {
    this.#versionTaps += 1;
    if (this.#context.settings.get('global', 'development_settings_enabled') === '1') this.#context.toast('No need, you are already a developer.');
    else if (this.#versionTaps >= TAPS_TO_DEVELOPER) {
      this.#context.settings.put('global', 'development_settings_enabled', '1');
      this.#context.emit('developer.enable', {}, cause);
      this.#context.toast('You are now a developer!');
    }
  }

  #speak(to: string, cause: Cause): void {
    const from = String(this.value('language') ?? '');
    this.#context.settings.put('system', 'system_locales', to);
    this.#context.emit('language.change', { from, to }, cause);
  }
}

function titleOf(row: SettingsRow): string {
  if ('toggle' in row) return row.toggle;
  if ('info' in row) return row.info;
  if ('action' in row) return row.action;
  if ('web' in row) return row.web;
  return SETTINGS_PAGES[row.page]?.title ?? row.page;
}
