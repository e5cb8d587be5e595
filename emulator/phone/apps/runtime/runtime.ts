import type { IFileSystem } from 'just-bash';
import type { Clock, Packages, Properties, Settings } from '../../system/services.ts';
import type { AppDefinition } from '../app-definition.ts';
import type { AppEvents, Cause } from '../app-event.ts';
import type { AppContext } from '../app-model.ts';
import { holds } from '../template.ts';
import type { SongLibrary } from '../media.ts';
import type { Row } from '../value.ts';
import type { WebEngine } from '../web-engine.ts';
import { failedPage, loadedPage, loadingPage, reasonOf } from '../web-page/page-view.ts';
import { AppProcess } from './app-process.ts';
import { perform, type EffectTarget } from './effects.ts';
import { Lifecycle } from './lifecycle.ts';
import type { ProcessTable } from './process-table.ts';
import { Screen, scopeOf, type PhoneValues } from './screen.ts';
import { TaskStack } from './task-stack.ts';

/** What the app runtime uses of the phone. */
export interface RuntimeServices {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly files: IFileSystem;
  readonly storageRoot: string;
  readonly packages: Packages;
  readonly properties: Properties;
  readonly processes: ProcessTable;
  readonly media: SongLibrary;
  readonly events: AppEvents;
  readonly web: WebEngine;
}

export const LAUNCHER = 'com.miui.home';
export const SYSTEM_UI = 'com.android.systemui';

/** Runs the apps: their processes, their tasks and what is in front. */
export class Runtime implements EffectTarget {
  readonly tasks = new TaskStack();
  readonly values: PhoneValues;
  readonly services: RuntimeServices;
  readonly #apps: Map<string, AppProcess>;
  readonly #defineLater: (packageName: string) => AppDefinition | undefined;
  readonly #lifecycle: Lifecycle;
  #screens = 0;
  #shade: Screen | undefined;
  #on = true;

  /** @param defineLater What to make of a package that has come since boot, or has no screens of its own. */
  constructor(definitions: readonly AppDefinition[], services: RuntimeServices, defineLater: (packageName: string) => AppDefinition | undefined) {
    this.services = services;
    this.#defineLater = defineLater;
    this.#apps = new Map(definitions.map((definition) => [definition.packageName, new AppProcess(definition)]));
    this.#lifecycle = new Lifecycle((...event) => this.emit(...event));
    this.values = {
      setting: (namespace, key) => (isNamespace(namespace) ? services.settings.get(namespace, key) : undefined),
      timeOfDay: () => new Date(services.clock.now()).toISOString().slice(11, 16),
    };
  }

  app(packageName: string): AppProcess | undefined {
    const known = this.#apps.get(packageName);
    if (known !== undefined) return known;
    const definition = this.#defineLater(packageName);
    if (definition === undefined) return undefined;
    const app = new AppProcess(definition);
    this.#apps.set(packageName, app);
    return app;
  }

  apps(): readonly AppProcess[] {
    return [...this.#apps.values()];
  }

  get isOn(): boolean {
    return this.#on;
  }

  get shade(): Screen | undefined {
    return this.#shade;
  }

  /** A screen of an app that is in no task: the status bar. */
  detached(packageName: string, name: string, args: Row = {}): Screen {
    const app = this.#apps.get(packageName);
    if (app === undefined) throw new Error(`no app ${packageName} among the definitions`);
    this.#run(app);
    return this.#newScreen(app, name, args);
  }

  /** Brings an app to the front, starting it when it has no task; undefined when there is no such app. */
  launch(packageName: string, cause: Cause): Screen | undefined {
    const app = this.app(packageName);
    if (app === undefined) return undefined;
    this.#run(app);
    if (this.tasks.screensOf(app).length === 0) this.#openFirst(app, cause);
    this.tasks.bringToFront(app);
    return this.tasks.top();
  }

  startApp(packageName: string, cause: Cause): void {
    this.launch(packageName, cause);
  }

  open(from: Screen, name: string, args: Row, cause: Cause): void {
    this.openScreen(from.app, name, args, cause);
  }

  /** Shows a screen of an app on its task. */
  openScreen(app: AppProcess, name: string, args: Row, cause: Cause): void {
    this.#run(app);
    const screen = this.#newScreen(app, name, args);
    this.tasks.push(screen);
    perform(screen.spec.onShow ?? [], { screen, scope: scopeOf(screen, this.values), cause }, this);
  }

  close(screen: Screen, cause: Cause): void {
    if (screen === this.#shade) {
      this.closeShade('back', cause);
      return;
    }
    this.tasks.remove(screen);
    if (this.tasks.screensOf(screen.app).length === 0) this.#showHome(cause);
  }

  leave(screen: Screen, cause: Cause): void {
    this.tasks.removeTask(screen.app);
    this.#showHome(cause);
  }

  /** The back key. */
  back(cause: Cause): void {
    const screen = this.#shade ?? this.tasks.top();
    if (screen === undefined) return;
    if (screen.keyboard) {
      screen.keyboard = false;
      return;
    }
    if (screen.spec.onBack !== undefined) perform(screen.spec.onBack, { screen, scope: scopeOf(screen, this.values), cause }, this);
    else if (screen.spec.cancellable === false) this.leave(screen, cause);
    else this.close(screen, cause);
  }

  /** The home key. */
  home(cause: Cause): void {
    if (this.#shade !== undefined) this.closeShade('home', cause);
    this.#showHome(cause);
    const launcher = this.#apps.get(LAUNCHER);
    const first = launcher === undefined ? undefined : this.tasks.screensOf(launcher)[0];
    if (launcher === undefined || first === undefined) return;
    for (const screen of this.tasks.screensOf(launcher).slice(1)) this.tasks.remove(screen);
    perform(launcher.definition.onHome ?? [], { screen: first, scope: scopeOf(first, this.values), cause }, this);
  }

  openShade(by: string, cause: Cause): void {
    if (this.#shade !== undefined) return;
    this.#shade = this.detached(SYSTEM_UI, 'shade');
    this.emit(SYSTEM_UI, 'shade.open', { by }, cause);
  }

  closeShade(by: string, cause: Cause): void {
    if (this.#shade === undefined) return;
    this.#shade = undefined;
    this.emit(SYSTEM_UI, 'shade.close', { by }, cause);
  }

  turn(on: boolean, cause: Cause): void {
    if (this.#on === on) return;
    this.#on = on;
    if (!on) this.#shade = undefined;
    this.emit(SYSTEM_UI, on ? 'screen.on' : 'screen.off', {}, cause);
  }

  emit(packageName: string, name: string, data: Row, cause: Cause): void {
    this.services.events.emit({ packageName, name, atMs: this.services.clock.now(), data, cause });
  }

  putSetting(namespace: 'global' | 'secure' | 'system', key: string, value: string): void {
    this.services.settings.put(namespace, key, value);
  }

  loadPage(screen: Screen, url: string, cause: Cause): void {
    const referrer = screen.web.values.url;
    const wanted = loadingPage(url);
    screen.web = wanted;
    const request = { packageName: screen.app.packageName, url, incognito: false, cause, ...(referrer === '' ? {} : { referrer }) };
    this.services.web.load(request).then(
      (page) => { if (screen.web === wanted) screen.web = loadedPage(page); },
      (error: unknown) => { if (screen.web === wanted) screen.web = failedPage(url, reasonOf(error)); },
    );
  }

  /** Ends an app: its process and its screens; what it still had under way is never heard of. */
  kill(packageName: string, cause: Cause): void {
    const app = this.#apps.get(packageName);
    if (app === undefined) return;
    this.#lifecycle.forget(packageName);
    this.tasks.removeTask(app);
    app.kill();
    this.services.processes.end(packageName);
    if (packageName === LAUNCHER || this.tasks.top() === undefined) this.#showHome(cause);
    this.settle(cause);
  }

  /** Call after anything that may have changed what is in front. */
  settle(cause: Cause): void {
    this.#lifecycle.settle(this.#on ? this.tasks.topActivity() : undefined, cause, this.services.clock.now());
  }

  #showHome(cause: Cause): void {
    this.launch(LAUNCHER, cause);
  }

  #openFirst(app: AppProcess, cause: Cause): void {
    this.openScreen(app, app.definition.first, {}, cause);
    const [screen] = this.tasks.screensOf(app);
    if (screen === undefined) return;
    const scope = scopeOf(screen, this.values);
    const due = app.definition.firstRun?.find((first) => holds(first.when, scope));
    if (due !== undefined) this.openScreen(app, due.screen, {}, cause);
  }

  #newScreen(app: AppProcess, name: string, args: Row): Screen {
    const spec = app.definition.screens[name];
    if (spec === undefined) throw new Error(`app ${app.packageName}: no screen "${name}" (it has ${Object.keys(app.definition.screens).join(', ')})`);
    this.#screens += 1;
    return new Screen(`s${this.#screens}`, app, { name, spec, args });
  }

  #run(app: AppProcess): void {
    if (app.isRunning) return;
    this.services.processes.begin(app.packageName, () => this.kill(app.packageName, { kind: 'intent', atMs: this.services.clock.now(), what: `kill ${app.packageName}` }));
    app.run(() => app.definition.model?.(this.#contextOf(app)));
  }

  #contextOf(app: AppProcess): AppContext {
    const { generation } = app;
    const isAlive = (): boolean => app.generation === generation;
    return {
      ...this.services,
      packageName: app.packageName,
      get state() { return app.state; },
      property: (name) => this.services.properties.get(name),
      titleOf: (packageName) => this.app(packageName)?.definition.title ?? packageName,
      setState: (name, value) => { if (isAlive()) app.state[name] = value; },
      emit: (name, data, cause) => { if (isAlive()) this.emit(app.packageName, name, data, cause); },
      go: (screen, args, cause) => { if (isAlive()) this.openScreen(app, screen, args, cause); },
      startApp: (packageName, cause) => { this.launch(packageName, cause); },
      view: (uri, cause) => { this.view(uri, cause); },
    };
  }

  /** Hands data to the app that can show it; false when none can. */
  view(uri: string, cause: Cause, packageName?: string): boolean {
    const taker = packageName ?? (/^https?:/.test(uri) ? 'com.mi.globalbrowser' : 'com.miui.player');
    const app = this.app(taker);
    if (app === undefined) return false;
    this.#run(app);
    // Before its first screen is shown: an app that was started to show something does not show its start page first.
    app.model?.call?.('view', { uri }, cause);
    this.launch(taker, cause);
    return true;
  }
}

function isNamespace(name: string): name is 'global' | 'secure' | 'system' {
  return name === 'global' || name === 'secure' || name === 'system';
}
