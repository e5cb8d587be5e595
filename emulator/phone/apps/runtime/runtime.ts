import type { Rotation } from '../../ui/view.ts';
import type { AppDefinition } from '../app-definition.ts';
import type { Cause } from '../app-event.ts';
import type { AppContext } from '../app-model.ts';
import type { AppNotification, SystemOperation } from '../notification.ts';
import { holds } from '../template.ts';
import type { Row } from '../value.ts';
import { failedPage, loadedPage, loadingPage, reasonOf } from '../web-page/page-view.ts';
import { AppProcess } from './app-process.ts';
import { perform, type EffectTarget } from './effects.ts';
import { Lifecycle } from './lifecycle.ts';
import { NotificationShelf } from './notification-shelf.ts';
import { createPhoneValues } from './phone-values.ts';
import type { RuntimeServices } from './runtime-services.ts';
import { Screen, scopeOf, type PhoneValues } from './screen.ts';
import { runSystemOperation, systemRows, systemValue } from './system-operations.ts';
import { isWindowName, SystemWindows } from './system-windows.ts';
import { TaskStack } from './task-stack.ts';
import { Toasts } from './toasts.ts';

export const LAUNCHER = 'com.miui.home';
export const SYSTEM_UI = 'com.android.systemui';

/** Runs the apps: their processes, their tasks and what is in front. */
export class Runtime implements EffectTarget {
  readonly tasks = new TaskStack();
  readonly windows = new SystemWindows();
  readonly toasts = new Toasts();
  readonly notifications = new NotificationShelf();
  readonly values: PhoneValues;
  readonly services: RuntimeServices;
  readonly #apps: Map<string, AppProcess>;
  readonly #defineLater: (packageName: string) => AppDefinition | undefined;
  readonly #lifecycle: Lifecycle;
  #screens = 0;
  #on = true;

  /** @param defineLater What to make of a package that has come since boot, or has no screens of its own. */
  constructor(definitions: readonly AppDefinition[], services: RuntimeServices, defineLater: (packageName: string) => AppDefinition | undefined) {
    this.services = services;
    this.#defineLater = defineLater;
    this.#apps = new Map(definitions.map((definition) => [definition.packageName, new AppProcess(definition)]));
    this.#lifecycle = new Lifecycle((...event) => this.emit(...event));
    this.values = {
      ...createPhoneValues(services, () => this.rotation()),
      system: (name) => systemValue(this, name),
      systemRows: (source) => systemRows(this, source),
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
    return this.windows.find('shade');
  }

  get isLocked(): boolean {
    return this.windows.find('keyguard') !== undefined;
  }

  /** The window in front: one of the system's, or that of the app in front. */
  front(): Screen | undefined {
    return this.windows.top() ?? this.tasks.top();
  }

  /** How the glass is turned: as the owner fixed it, upright where the activity in front insists on it. */
  rotation(): Rotation {
    const wanted = this.tasks.topActivity()?.spec.orientation;
    if (wanted === 'portrait' || this.isLocked) return 0;
    const { settings } = this.services;
    const fixed = settings.get('system', 'accelerometer_rotation') === '0' ? Number(settings.get('system', 'user_rotation') ?? '0') : 0;
    const rotation: Rotation = fixed === 1 || fixed === 2 || fixed === 3 ? fixed : 0;
    return wanted === 'landscape' && rotation % 2 === 0 ? 1 : rotation;
  }

  /** Apps used lately, the latest first; the launcher is none of them. */
  recentApps(): readonly AppProcess[] {
    return this.tasks.recent().filter((app) => app.packageName !== LAUNCHER);
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
    if (this.windows.has(from)) this.openSystem(from.app.packageName, name, args);
    else this.openScreen(from.app, name, args, cause);
  }

  /** Shows a screen of an app on its task. */
  openScreen(app: AppProcess, name: string, args: Row, cause: Cause): void {
    this.#run(app);
    const screen = this.#newScreen(app, name, args);
    this.tasks.push(screen);
    perform(screen.spec.onShow ?? [], { screen, scope: scopeOf(screen, this.values), cause }, this);
  }

  close(screen: Screen, cause: Cause): void {
    if (this.windows.has(screen)) {
      this.#closeWindow(screen, 'back', cause);
      return;
    }
    this.tasks.remove(screen);
    if (this.tasks.screensOf(screen.app).length === 0) this.#showHome(cause);
  }

  leave(screen: Screen, cause: Cause): void {
    if (this.windows.has(screen)) {
      this.close(screen, cause);
      return;
    }
    this.tasks.finish(screen.app);
    this.#showHome(cause);
  }

  /** The back key. */
  back(cause: Cause): void {
    const screen = this.front();
    if (screen === undefined || screen.name === 'keyguard') return;
    if (screen.keyboard) {
      screen.keyboard = false;
      return;
    }
    if (screen.spec.onBack !== undefined) perform(screen.spec.onBack, { screen, scope: scopeOf(screen, this.values), cause }, this);
    else if (this.windows.has(screen)) this.#backFromWindow(screen, cause);
    else if (screen.spec.cancellable === false) this.leave(screen, cause);
    else this.close(screen, cause);
  }

  /** The home key. */
  home(cause: Cause): void {
    if (this.isLocked) return;
    for (const name of ['shade', 'recents', 'powerMenu'] as const) this.closeSystem(name, cause, 'home');
    this.#showHome(cause);
    const first = this.launcherScreen();
    if (first === undefined) return;
    for (const screen of this.tasks.screensOf(first.app).slice(1)) this.tasks.remove(screen);
    perform(first.app.definition.onHome ?? [], { screen: first, scope: scopeOf(first, this.values), cause }, this);
  }

  /** Shows a window of the system over everything. */
  openSystem(packageName: string, name: string, args: Row = {}): void {
    this.windows.open(this.detached(packageName, name, args));
  }

  /** Shows a window of the system by its name, unless it is there. */
  openWindow(name: string, cause: Cause): void {
    if (name === 'shade') this.openShade('tap', cause);
    else if (name === 'recents') this.openRecents(cause);
    else if (isWindowName(name) && this.windows.find(name) === undefined) this.openSystem(SYSTEM_UI, name);
  }

  /** Ends a window of the system by its name; nothing when it is not there. */
  closeSystem(name: string, cause: Cause, by = 'tap'): void {
    const screen = name === 'recents' ? this.windows.recents() : isWindowName(name) ? this.windows.find(name) : undefined;
    if (screen !== undefined) this.#closeWindow(screen, by, cause);
  }

  openShade(by: string, cause: Cause): void {
    if (this.shade !== undefined) return;
    this.openSystem(SYSTEM_UI, 'shade');
    this.emit(SYSTEM_UI, 'shade.open', { by }, cause);
  }

  /** With all of the quick settings. */
  expandShade(by: string, cause: Cause): void {
    this.openShade(by, cause);
    this.shade?.set('local.expanded', true);
  }

  closeShade(by: string, cause: Cause): void {
    this.closeSystem('shade', cause, by);
  }

  /** The key beside home: what was used lately. Until Android 8 System UI drew it, since then the launcher does. */
  openRecents(cause: Cause): void {
    if (this.isLocked || this.windows.recents() !== undefined) return;
    this.closeShade('recents', cause);
    this.openSystem(SYSTEM_UI, this.#recentsOwner() === SYSTEM_UI ? 'oldRecents' : 'recents');
    this.emitOfRecents('recents.open', { count: this.recentApps().length }, cause);
  }

  emitOfRecents(name: string, data: Row, cause: Cause): void {
    this.emit(this.#recentsOwner(), name, data, cause);
  }

  #recentsOwner(): string {
    return Number(this.services.properties.get('ro.build.version.sdk')) < FIRST_SDK_WITH_HOME_RECENTS ? SYSTEM_UI : LAUNCHER;
  }

  turn(on: boolean, cause: Cause): void {
    if (this.#on === on) return;
    this.#on = on;
    if (!on) {
      for (const name of ['shade', 'powerMenu'] as const) {
        const screen = this.windows.find(name);
        if (screen !== undefined) this.windows.close(screen);
      }
      // `locksettings set-disabled`: a phone on a test bench has no lock screen, unless it is given one.
      if (this.services.settings.get('secure', 'lockscreen.disabled') === '0' && !this.isLocked) this.openSystem(SYSTEM_UI, 'keyguard');
    }
    this.emit(SYSTEM_UI, on ? 'screen.on' : 'screen.off', {}, cause);
  }

  unlock(cause: Cause): void {
    const keyguard = this.windows.find('keyguard');
    if (keyguard === undefined || !this.#on) return;
    this.windows.close(keyguard);
    this.emit(SYSTEM_UI, 'screen.unlock', {}, cause);
  }

  toast(packageName: string, text: string, long: boolean): void {
    this.toasts.show({ packageName, text, long }, this.services.clock.now());
  }

  notify(packageName: string, notification: AppNotification, cause: Cause): void {
    this.notifications.post(packageName, notification, this.services.clock.now());
    this.emit(packageName, 'notification.post', { id: notification.id, title: notification.title }, cause);
  }

  system(operation: SystemOperation, args: Row, cause: Cause): void {
    runSystemOperation(this, operation, args, cause);
  }

  cancelNotification(packageName: string, id: string): void {
    this.notifications.cancel(packageName, id);
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
    this.notifications.forget(packageName);
    this.tasks.removeTask(app);
    app.kill();
    this.services.processes.end(packageName);
    if (packageName === LAUNCHER || this.tasks.top() === undefined) this.#showHome(cause);
    this.settle(cause);
  }

  /** Call after anything that may have changed what is in front. */
  settle(cause: Cause): void {
    this.#lifecycle.settle(this.#resumed(), cause, this.services.clock.now());
  }

  /** The screen whose activity is resumed: none behind a lock screen, the launcher's while recents are shown. */
  #resumed(): Screen | undefined {
    if (!this.#on || this.isLocked) return undefined;
    return this.windows.recents() === undefined ? this.tasks.topActivity() : this.launcherScreen();
  }

  /** The launcher's home screen. */
  launcherScreen(): Screen | undefined {
    const launcher = this.#apps.get(LAUNCHER);
    return launcher === undefined ? undefined : this.tasks.screensOf(launcher)[0];
  }

  #backFromWindow(screen: Screen, cause: Cause): void {
    if (screen.spec.cancellable !== false) this.close(screen, cause);
  }

  #closeWindow(screen: Screen, by: string, cause: Cause): void {
    this.windows.close(screen);
    if (screen.name === 'shade') this.emit(SYSTEM_UI, 'shade.close', { by }, cause);
    if (screen.name === 'recents' || screen.name === 'oldRecents') this.emit(screen.spec.packageName ?? SYSTEM_UI, 'recents.close', { by }, cause);
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
      toast: (text) => { if (isAlive()) this.toast(app.packageName, text, false); },
      notify: (notification, cause) => { if (isAlive()) this.notify(app.packageName, notification, cause); },
      cancelNotification: (id) => { this.cancelNotification(app.packageName, id); },
      view: (uri, cause) => this.view(uri, cause),
    };
  }

  /** Hands data to the app that can show it; false when none can. */
  view(uri: string, cause: Cause, packageName?: string): boolean {
    const app = packageName === undefined ? this.#takerOf(uri) : this.app(packageName);
    if (app === undefined) return false;
    this.#run(app);
    // Before its first screen is shown: an app that was started to show something does not show its start page first.
    app.model?.call?.('view', { uri }, cause);
    this.launch(app.packageName, cause);
    return true;
  }

  /** Something for an app's receiver: its process starts, nothing is shown. False when it is not there. */
  deliver(packageName: string, what: { readonly operation: string; readonly args: Row }, cause: Cause): boolean {
    const app = this.services.packages.get(packageName)?.enabled === true ? this.app(packageName) : undefined;
    if (app === undefined) return false;
    this.#run(app);
    app.model?.call?.(what.operation, what.args, cause);
    return true;
  }

  /** An installed app that says it opens such URIs. */
  #takerOf(uri: string): AppProcess | undefined {
    const isInstalled = (app: AppProcess): boolean => this.services.packages.get(app.packageName)?.enabled === true;
    return this.apps().find((app) => isInstalled(app) && app.definition.opens?.some((mark) => (mark.startsWith('.') ? uri.toLowerCase().endsWith(mark) : uri.startsWith(mark))) === true);
  }
}

/** Invented: when exactly MIUI moved its list of recent apps from System UI into the launcher is not published. */
const FIRST_SDK_WITH_HOME_RECENTS = 28;
