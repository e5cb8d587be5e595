import type { Activities, FocusedWindow, StartRequest } from '../../system/services.ts';
import type { Cause } from '../app-event.ts';
import type { AppProcess } from './app-process.ts';
import { LAUNCHER, SYSTEM_UI, type Runtime } from './runtime.ts';
import type { ProcessTable } from './process-table.ts';
import type { Screen } from './screen.ts';

/** Activities that end themselves as soon as they have begun: nothing of them is ever on the glass. */
const WITHOUT_A_SCREEN: ReadonlySet<string> = new Set(['io.appium.settings', 'io.appium.uiautomator2.server']);

/** Titles of AppErrorDialog, AppNotRespondingDialog and the power menu's window. */
const DIALOG_TITLES: Readonly<Record<string, (window: Screen) => string>> = {
  crashed: ({ args }) => `Application Error: ${String(args['package'])}`,
  hanging: ({ args }) => `Application Not Responding: ${String(args['package'])}`,
  powerMenu: () => 'ActionsDialog',
};

const MAIN = 'android.intent.action.MAIN';
const VIEW = 'android.intent.action.VIEW';

/** `ActivityManager`, for `am`. */
export class Intents implements Activities {
  readonly #runtime: Runtime;
  readonly #processes: ProcessTable;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#processes = runtime.services.processes;
  }

  start(request: StartRequest): string | undefined {
    const cause: Cause = { kind: 'intent', atMs: this.#runtime.services.clock.now(), what: describe(request) };
    const packageName = request.component?.split('/')[0] ?? request.packageName;
    if (request.forceStopFirst === true && packageName !== undefined) this.forceStop(packageName);
    const failure = this.#start(request, packageName, cause);
    this.#runtime.settle(cause);
    return failure;
  }

  forceStop(packageName: string): void {
    const cause: Cause = { kind: 'intent', atMs: this.#runtime.services.clock.now(), what: `force-stop ${packageName}` };
    this.#processes.end(packageName);
    this.#runtime.kill(packageName, cause);
  }

  focused(): FocusedWindow {
    const window = this.#runtime.windows.top();
    if (window?.name === 'shade') return { packageName: SYSTEM_UI, activity: 'NotificationShade' };
    if (window?.name === 'oldRecents') return { packageName: SYSTEM_UI, activity: `${SYSTEM_UI}.recents.RecentsActivity` };
    const front = window?.name === 'recents' ? this.#runtime.launcherScreen() : this.#runtime.tasks.topActivity();
    const focused = { packageName: front?.app.packageName ?? LAUNCHER, activity: front?.spec.activity ?? '' };
    const title = window === undefined ? undefined : DIALOG_TITLES[window.name]?.(window);
    return title === undefined ? focused : { ...focused, title };
  }

  processes(): readonly { readonly pid: number; readonly uid: number; readonly name: string }[] {
    return this.#processes.list();
  }

  #start(request: StartRequest, packageName: string | undefined, cause: Cause): string | undefined {
    if (request.component !== undefined) return this.#startComponent(request.component, request, cause);
    if (request.action === VIEW && request.data !== undefined) {
      return this.#runtime.view(request.data, cause, packageName) ? undefined : unresolved(request);
    }
    if (packageName !== undefined && (request.action ?? MAIN) === MAIN) {
      return this.#launch(packageName, cause) ? undefined : unresolved(request);
    }
    if (request.action !== MAIN) return this.#startByAction(request, cause);
    this.#runtime.home(cause);
    return undefined;
  }

  #startComponent(component: string, request: StartRequest, cause: Cause): string | undefined {
    const [packageName = '', short = ''] = component.split('/');
    const activity = short.startsWith('.') ? packageName + short : short;
    const missing = `Error: Activity class {${packageName}/${activity}} does not exist.`;
    const installed = this.#runtime.services.packages.get(packageName);
    if (installed === undefined) return missing;
    if (WITHOUT_A_SCREEN.has(packageName)) {
      this.#processes.begin(packageName);
      return undefined;
    }
    const app = this.#runtime.app(packageName);
    if (app === undefined) return missing;
    const isFirst = app.definition.screens[app.definition.first]?.activity === activity;
    if (isFirst && request.data !== undefined) this.#runtime.view(request.data, cause, packageName);
    if (!isFirst) return this.#openActivity(app, activity, cause) ? undefined : missing;
    this.#runtime.launch(packageName, cause);
    return undefined;
  }

  #openActivity(app: AppProcess, activity: string, cause: Cause): boolean {
    const found = Object.entries(app.definition.screens).find(([, screen]) => screen.exported === true && screen.activity === activity);
    if (found === undefined) return false;
    this.#runtime.launch(app.packageName, cause);
    this.#runtime.openScreen(app, found[0], {}, cause);
    return true;
  }

  #launch(packageName: string, cause: Cause): boolean {
    if (this.#runtime.services.packages.get(packageName) === undefined) return false;
    if (WITHOUT_A_SCREEN.has(packageName)) {
      this.#processes.begin(packageName);
      return true;
    }
    return this.#runtime.launch(packageName, cause) !== undefined;
  }

  #startByAction(request: StartRequest, cause: Cause): string | undefined {
    for (const app of this.#runtime.apps()) {
      const intent = app.definition.intents?.find((candidate) => candidate.action === request.action);
      if (intent === undefined) continue;
      this.#runtime.launch(app.packageName, cause);
      if (intent.screen !== app.definition.first) this.#runtime.openScreen(app, intent.screen, intent.args ?? {}, cause);
      return undefined;
    }
    return unresolved(request);
  }
}

function unresolved(request: StartRequest): string {
  return `Error: Activity not started, unable to resolve Intent { ${describe(request)} flg=0x10000000 }`;
}

function describe(request: StartRequest): string {
  return [
    ...(request.action === undefined ? [] : [`act=${request.action}`]),
    ...(request.data === undefined ? [] : [`dat=${request.data}`]),
    ...(request.packageName === undefined ? [] : [`pkg=${request.packageName}`]),
    ...(request.component === undefined ? [] : [`cmp=${request.component}`]),
  ].join(' ');
}
