import type { Screen } from './screen.ts';

/** Names of the screens that are windows of the system. */
export type WindowName = 'shade' | 'recents' | 'oldRecents' | 'keyguard' | 'powerMenu' | 'volume' | 'crashed' | 'hanging' | 'lowBattery';

/** A volume panel goes by itself. */
const VOLUME_MS = 3000;

/** What the system shows over the apps: the last opened is in front, the lock screen over all. */
export class SystemWindows {
  readonly #open: Screen[] = [];
  #volume: { readonly screen: Screen; readonly untilMs: number } | undefined;

  /** The window that has the focus, if any has. */
  top(): Screen | undefined {
    return this.find('keyguard') ?? this.#open.at(-1);
  }

  find(name: WindowName): Screen | undefined {
    return this.#open.find((screen) => screen.name === name);
  }

  /** The list of recent apps, whoever draws it. */
  recents(): Screen | undefined {
    return this.find('recents') ?? this.find('oldRecents');
  }

  has(screen: Screen): boolean {
    return this.#open.includes(screen);
  }

  open(screen: Screen): void {
    this.#open.push(screen);
  }

  close(screen: Screen): void {
    const at = this.#open.indexOf(screen);
    if (at >= 0) this.#open.splice(at, 1);
    if (this.#volume?.screen === screen) this.#volume = undefined;
  }

  /** The volume panel takes no focus: it floats at the edge until nobody has touched it for a while. */
  showVolume(screen: Screen, nowMs: number): void {
    this.#volume = { screen, untilMs: nowMs + VOLUME_MS };
  }

  volume(nowMs: number): Screen | undefined {
    return this.#volume !== undefined && nowMs < this.#volume.untilMs ? this.#volume.screen : undefined;
  }

  names(): readonly string[] {
    return this.#open.map((screen) => screen.name);
  }
}

const WINDOW_NAMES: ReadonlySet<string> = new Set<WindowName>(['shade', 'recents', 'oldRecents', 'keyguard', 'powerMenu', 'volume', 'crashed', 'hanging', 'lowBattery']);

/** Whether a screen of System UI is a window of its own. */
export function isWindowName(name: string): name is WindowName {
  return WINDOW_NAMES.has(name);
}
