import type { Row } from '../value.ts';
import { newTab, titleOf, type Tab } from './tab.ts';

/** The open tabs; there is always one. */
export class Tabs {
  readonly #tabs: Tab[] = [newTab(1, false)];
  #current = 0;
  #lastId = 1;

  get current(): Tab {
    const tab = this.#tabs[this.#current] ?? this.#tabs[0];
    if (tab === undefined) throw new Error('the browser has no tab, it always has one');
    return tab;
  }

  get count(): number {
    return this.#tabs.length;
  }

  get incognitoCount(): number {
    return this.#tabs.filter((tab) => tab.incognito).length;
  }

  rows(): readonly Row[] {
    return this.#tabs.map((tab, i) => ({ key: String(tab.id), tab: i, title: titleOf(tab), current: i === this.#current }));
  }

  /** A new tab in front of the others. */
  open(incognito: boolean): Tab {
    this.#lastId += 1;
    this.#tabs.push(newTab(this.#lastId, incognito));
    this.#current = this.#tabs.length - 1;
    return this.current;
  }

  /** Brings a tab to the front; undefined when there is none at this place. */
  select(index: number): Tab | undefined {
    if (this.#tabs[index] !== undefined) this.#current = index;
    return this.#tabs[index];
  }

  /** Closes a tab; `left` says how many are left before a fresh one takes the place of the last. */
  close(index: number): { readonly tab: Tab; readonly left: number } | undefined {
    const [tab] = this.#tabs.splice(index, 1);
    if (tab === undefined) return undefined;
    if (index <= this.#current) this.#current = Math.max(0, this.#current - 1);
    const left = this.#tabs.length;
    if (left === 0) this.open(false);
    return { tab, left };
  }
}
