import type { ChainablePromiseElement } from 'webdriverio';
import type { Phone } from '../src/ui/phone.ts';
import { selectorsOf, type Selector } from './selectors.ts';

const APPEAR_LIMIT_MS = 8_000;
const HOLD_MS = 800;
const SWIPE_MS = 250;
const KEYCODE_HOME = 3;
const KEYCODE_BACK = 4;
const KEYCODE_ENTER = 66;
/** Deeper than any screen of these apps lies below its first one. */
const BACK_LIMIT = 12;

/** A place on the glass, as shares of its width and height or in px. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** A view found by its text: a row of a list. */
type RowSelector = Selector & { readonly text: string };

/** A view that had to be on the screen was not. */
export class ViewNotFound extends Error {
  readonly selector: Selector;

  constructor(message: string, selector: Selector, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.selector = selector;
  }
}

/**
 * What all screens have in common: finding views, and gestures under a title. Page objects say what a
 * user wants (`openFolder`), read plain values off the screen and assert nothing.
 */
export abstract class Page {
  protected readonly phone: Phone;
  /** Dialogs and what else looks the same in every app. */
  protected readonly anyApp;

  constructor(phone: Phone) {
    this.phone = phone;
    this.anyApp = selectorsOf('any-app', phone.facts, 'android');
  }

  protected view(selector: Selector): ChainablePromiseElement {
    return this.phone.driver.$(`android=${this.#uiSelector(selector)}`);
  }

  #uiSelector({ id, ...words }: Selector): string {
    return uiSelector(id === undefined ? words : { ...words, id: this.phone.standIns?.get(id) ?? id });
  }

  protected isShown(selector: Selector): Promise<boolean> {
    return this.view(selector).isExisting();
  }

  /** Waits for a view and gives its text. */
  protected async textOf(selector: Selector): Promise<string> {
    await this.untilShown('read what it says', selector);
    return this.view(selector).getText();
  }

  /** Waits for a switch or check box and says whether it is on. */
  protected async isChecked(selector: Selector): Promise<boolean> {
    await this.untilShown('see whether it is on', selector);
    return (await this.view(selector).getAttribute('checked')) === 'true';
  }

  /** Waits for a view. @throws {ViewNotFound} */
  protected async untilShown(title: string, selector: Selector): Promise<void> {
    try {
      await this.view(selector).waitForExist({ timeout: APPEAR_LIMIT_MS });
    } catch (cause) {
      throw new ViewNotFound(`to ${title}, ${describe(selector)} had to be on the screen; it was not within ${APPEAR_LIMIT_MS} ms`, selector, { cause });
    }
  }

  /** Texts of all such views, top to bottom. */
  protected async textsOf(selector: Selector): Promise<readonly string[]> {
    return this.phone.driver.$$(`android=${this.#uiSelector(selector)}`).map((view) => view.getText());
  }

  /** Waits for a view and taps it. */
  protected async tap(title: string, selector: Selector): Promise<void> {
    const view = this.view(selector);
    await this.untilShown(title, selector);
    await this.phone.act(title, () => view.click());
  }

  /** Whether the list on the screen has a row with this text, also below what is shown of it. */
  protected async isInList(selector: RowSelector): Promise<boolean> {
    return (await this.isShown(selector)) || (await this.#row(selector).isExisting());
  }

  /** Scrolls the list on the screen until a row with this text is there, and taps it. */
  protected async tapRow(title: string, selector: RowSelector): Promise<void> {
    await this.phone.act(title, async () => {
      await this.#bringIntoView(title, selector);
      await this.view(selector).click();
    });
  }

  /** Scrolls the list on the screen until a row with this text is there, and holds a finger on it. */
  protected async holdRow(title: string, selector: RowSelector): Promise<void> {
    await this.phone.act(title, async () => {
      await this.#bringIntoView(title, selector);
      await this.phone.driver.execute('mobile: longClickGesture', { elementId: await this.view(selector).elementId, duration: HOLD_MS });
    });
  }

  async #bringIntoView(title: string, selector: RowSelector): Promise<void> {
    try {
      await this.phone.driver.waitUntil(() => this.isInList(selector), { timeout: APPEAR_LIMIT_MS });
    } catch (cause) {
      throw new ViewNotFound(`to ${title}, ${describe(selector)} had to be in the list; scrolling did not bring it`, selector, { cause });
    }
  }

  #row(selector: RowSelector): ReturnType<Phone['driver']['$']> {
    return this.phone.driver.$(
      `android=new UiScrollable(new UiSelector().scrollable(true)).scrollIntoView(${this.#uiSelector(selector)})`,
    );
  }

  /** Replaces what stands in a field. */
  protected async enterText(title: string, selector: Selector, text: string): Promise<void> {
    const field = this.view(selector);
    await this.untilShown(title, selector);
    await this.phone.act(title, () => field.setValue(text));
  }

  protected async pressEnter(title: string): Promise<void> {
    await this.phone.act(title, () => this.phone.driver.pressKeyCode(KEYCODE_ENTER));
  }

  protected async pressBack(title: string): Promise<void> {
    await this.phone.act(title, () => this.phone.driver.pressKeyCode(KEYCODE_BACK));
  }

  /** Brings an activity to the front, as a tap on its icon would. */
  protected async start(title: string, component: string): Promise<void> {
    await this.phone.act(title, () => this.phone.driver.execute('mobile: startActivity', { component, wait: true }));
  }

  /** Goes back until a screen is reached; gives up after a dozen screens. */
  protected async backUntil(reached: () => Promise<boolean>, where: string): Promise<void> {
    for (let screens = 0; screens < BACK_LIMIT; screens += 1) {
      if (await reached()) return;
      await this.pressBack('go back');
    }
    throw new Error(`Going back ${BACK_LIMIT} times did not lead to ${where}.`);
  }

  /** Allows what a permission dialog asks for, when one is shown. */
  protected async allow(what: string): Promise<void> {
    if (await this.isShown(this.anyApp.allow)) await this.tap(`allow ${what}`, this.anyApp.allow);
  }

  /** Draws a finger over the glass, from and to places given as shares of its width and height. */
  protected async swipe(title: string, from: Place, to: Place): Promise<void> {
    const { width, height } = await this.phone.driver.getWindowSize();
    const at = ({ x, y }: Place): Place => ({ x: Math.round(width * x), y: Math.round(height * y) });
    await this.phone.act(title, () => this.phone.driver.swipe({ from: at(from), to: at(to), duration: SWIPE_MS }));
  }

  async goHome(): Promise<void> {
    await this.phone.act('go to the home screen', () => this.phone.driver.pressKeyCode(KEYCODE_HOME));
  }

  /** Package that has the screen now. */
  frontPackage(): Promise<string> {
    return this.phone.driver.getCurrentPackage();
  }
}

function uiSelector(selector: Selector): string {
  const parts: string[] = [];
  if (selector.id !== undefined) parts.push(`resourceId(${quoted(selector.id)})`);
  if (selector.text !== undefined) parts.push(`text(${quoted(selector.text)})`);
  if (selector.description !== undefined) parts.push(`description(${quoted(selector.description)})`);
  return `new UiSelector().${parts.join('.')}`;
}

/** A Java string literal; the escapes JSON and Java share are the only ones these texts need. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function describe(selector: Selector): string {
  const words = selector.text ?? selector.description;
  return [selector.id, words === undefined ? undefined : `"${words}"`].filter((part) => part !== undefined).join(' ');
}
