import type { Browser } from 'webdriverio';
import type { AppScreen, AppScreens, RareScreen } from '../../../pageobjects/app-screens.ts';
import { ViewNotFound } from '../../../pageobjects/page.ts';
import { knownView, viewNames, type KnownView } from '../../../pageobjects/selectors.ts';
import { packageOn, type AppIdentity } from '../../ui/app-package.ts';
import type { Phone } from '../../ui/phone.ts';
import type { AttachedPhone } from './attached-phone.ts';
import { nearestViews, standIn, type Candidate, type Wanted } from './nearest-views.ts';
import { isFoundBy, parseScreen, type ScreenView } from './screen-tree.ts';

/** An app whose screens can be looked at. */
export interface ScreenedApp extends AppIdentity {
  readonly screens: AppScreens<never, never>;
  new (phone: Phone): { readonly packageName: string };
}

/** What became of one view of a screen. */
export interface ViewLook {
  readonly view: string;
  /** Absent where no row of the table fits the phone; `problem` says so. */
  readonly known?: KnownView;
  readonly found: boolean;
  readonly problem?: string;
  readonly nearest: readonly Candidate[];
}

/** What became of one screen. */
export interface ScreenLook {
  readonly screen: string;
  readonly views: readonly ViewLook[];
  /** Why it could not be brought to the glass, or when it comes by itself: nothing was looked for there. */
  readonly notShown?: { readonly why: string; readonly isRare: boolean };
}

/** What became of an app. */
export interface AppLook {
  readonly app: string;
  readonly title: string;
  readonly package: string;
  readonly version?: string;
  readonly screens: readonly ScreenLook[];
}

/** A screen that was tapped for is there within this. */
const APPEAR_LIMIT_MS = 2_000;

/** How often a stand-in is looked for before a screen is given up. */
const ATTEMPTS = 5;

/** Opens every screen of an app and looks for what the table of selectors says is there. Undefined where the phone does not carry it. */
export async function lookAtApp(app: ScreenedApp, attached: AttachedPhone): Promise<AppLook | undefined> {
  const packageName = packageOn(app, attached.facts);
  if (packageName === undefined) return undefined;
  const looking = new Looking(app, packageName, attached);
  const screens: ScreenLook[] = [];
  for (const [name, screen] of Object.entries<AnyScreen>(app.screens)) screens.push(await looking.look(name, screen));
  const version = attached.facts.packages[packageName]?.versionName;
  return { app: app.appName, title: app.title, package: packageName, ...(version === undefined ? {} : { version }), screens };
}

type AnyScreen = AppScreen<never, never> | RareScreen<never>;

class Looking {
  readonly #app: ScreenedApp;
  readonly #packageName: string;
  readonly #attached: AttachedPhone;
  /** Found out on the way: what a view of the table is called here instead. */
  readonly #standIns = new Map<string, string>();

  constructor(app: ScreenedApp, packageName: string, attached: AttachedPhone) {
    this.#app = app;
    this.#packageName = packageName;
    this.#attached = attached;
  }

  async look(name: string, screen: AnyScreen): Promise<ScreenLook> {
    if ('comes' in screen) return { screen: name, views: [], notShown: { why: screen.comes, isRare: true } };
    const failed = await this.#show(screen);
    const looks = await this.#lookForAll(screen.views, failed === undefined ? APPEAR_LIMIT_MS : 0);
    if (failed === undefined || looks.every(({ found }) => found)) return { screen: name, views: looks };
    // What is on the glass is another screen: what it lacks says nothing about this one.
    return { screen: name, views: [], notShown: { why: failed, isRare: false } };
  }

  /** What is not there at once may be on its way. */
  async #lookForAll(views: readonly string[], limitMs: number): Promise<readonly ViewLook[]> {
    const endMs = Date.now() + limitMs;
    for (;;) {
      const screen = await this.#readScreen();
      const looks = views.map((view) => this.#lookFor(view, screen));
      if (looks.every(({ found }) => found) || Date.now() >= endMs) return looks;
    }
  }

  /** Brings the screen to the glass, by stand-ins where views on the way are called otherwise. @returns why it could not. */
  async #show(screen: AppScreen<never, never>): Promise<string | undefined> {
    let why = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      try {
        const page = new this.#app(this.#phone());
        await screen.show(page as never, this.#attached.storage);
        return undefined;
      } catch (error) {
        this.#attached.interrupted.throwIfAborted();
        why = error instanceof Error ? error.message : String(error);
        if (!(await this.#findStandIns(error, screen))) return why;
      }
    }
    return why;
  }

  /** @returns Whether there is one more than before. */
  async #findStandIns(error: unknown, screen: AppScreen<never, never>): Promise<boolean> {
    const before = this.#standIns.size;
    if (error instanceof ViewNotFound) {
      const view = this.#nameOf(error.selector.id);
      const { id } = error.selector;
      const likeliest = standIn(nearestViews({ view, selector: error.selector, ...this.#classOf(view) }, await this.#readScreen(), this.#claimed()));
      if (id !== undefined && likeliest?.id !== undefined && !this.#standIns.has(id)) this.#standIns.set(id, likeliest.id);
    } else {
      // Going back out of the app in search of its first screen: there it is, under other names.
      await this.#attached.driver.execute('mobile: activateApp', { appId: this.#packageName }).catch(() => undefined);
      const views = await this.#readScreen();
      for (const { found, known, nearest } of screen.views.map((view) => this.#lookFor(view, views))) {
        const likeliest = standIn(nearest);
        if (!found && known?.selector.id !== undefined && likeliest?.id !== undefined) this.#standIns.set(known.selector.id, likeliest.id);
      }
    }
    return this.#standIns.size > before;
  }

  #lookFor(reference: string, screen: readonly ScreenView[]): ViewLook {
    let known: KnownView;
    try {
      known = this.#known(reference);
    } catch (error) {
      return { view: reference, found: false, problem: error instanceof Error ? error.message : String(error), nearest: [] };
    }
    const { selector } = known;
    const found = screen.some((view) => isFoundBy(view, selector));
    const wanted: Wanted = { view: reference, selector, ...(known.class === undefined ? {} : { class: known.class }) };
    return { view: reference, known, found, nearest: found ? [] : nearestViews(wanted, screen, this.#claimed()) };
  }

  /** Ids that are somebody else's: those of all views of the app in the table. */
  #claimed(): ReadonlySet<string> {
    return new Set(viewNames(this.#app.appName).flatMap((view) => {
      try {
        return this.#known(view).selector.id ?? [];
      } catch {
        return [];
      }
    }));
  }

  #known(reference: string): KnownView {
    const [app, view] = reference.startsWith('any-app.') ? ['any-app', reference.slice('any-app.'.length)] : [this.#app.appName, reference];
    return knownView({ app, view, packageName: this.#packageName }, this.#attached.facts);
  }

  #nameOf(id: string | undefined): string {
    return viewNames(this.#app.appName).find((view) => {
      try {
        return this.#known(view).selector.id === id;
      } catch {
        return false;
      }
    }) ?? '';
  }

  #classOf(view: string): { readonly class?: string } {
    if (view === '') return {};
    const { class: className } = this.#known(view);
    return className === undefined ? {} : { class: className };
  }

  async #readScreen(): Promise<readonly ScreenView[]> {
    this.#attached.interrupted.throwIfAborted();
    return parseScreen(await this.#attached.driver.getPageSource(), this.#packageName);
  }

  /** Gestures as they come: nobody judges what is sent because of them. */
  #phone(): Phone {
    const { facts, shell, interrupted } = this.#attached;
    const driver: Browser = this.#attached.driver;
    return {
      facts, driver, shell,
      consent: 'as-found',
      standIns: this.#standIns,
      act: async (_title, gesture) => {
        interrupted.throwIfAborted();
        return gesture();
      },
      clearData: () => Promise.reject(new Error('the doctor clears nothing')),
    };
  }
}
