import type { ChainablePromiseElement } from 'webdriverio';
import type { Phone } from '../src/ui/phone.ts';
import type { Selector } from './selectors.ts';

const APPEAR_LIMIT_MS = 8_000;
const HOLD_MS = 800;
const KEYCODE_BACK = 4;
const KEYCODE_ENTER = 66;
/** Deeper than any screen of these apps lies below its first one. */
const BACK_LIMIT = 12;

/**
 * What all screens have in common: finding views by resource id, and gestures under a title. Page objects say what a
 * user wants (`openFolder`), read plain values off the screen and assert nothing.
 */
export abstract class Page {
  protected readonly phone: Phone;

  constructor(phone: Phone) {
    this.phone = phone;
  }

  protected view(selector: Selector): ChainablePromiseElement {
    return this.phone.driver.$(`android=${uiSelector(selector)}`);
  }

  protected isShown(selector: Selector): Promise<boolean> {
    return this.view(selector).isExisting();
  }

  /** Waits for a view and gives its text. */
  protected async textOf(selector: Selector): Promise<string> {
    const view = this.view(selector);
    await view.waitForExist({ timeout: APPEAR_LIMIT_MS });
    return view.getText();
  }

  /** Waits for a switch or check box and says whether it is on. */
  protected async isChecked(selector: Selector): Promise<boolean> {
    const view = this.view(selector);
    await view.waitForExist({ timeout: APPEAR_LIMIT_MS });
    return (await view.getAttribute('checked')) === 'true';
  }

  /** Texts of all views with this id, top to bottom. */
  protected async textsOf(id: string): Promise<readonly string[]> {
    return this.phone.driver.$$(`id=${id}`).map((view) => view.getText());
  }

  /** Waits for a view and taps it. */
  protected async tap(title: string, selector: Selector): Promise<void> {
    const view = this.view(selector);
    await view.waitForExist({
      timeout: APPEAR_LIMIT_MS,
      timeoutMsg: `to ${title}, ${describe(selector)} had to be on the screen; it was not within ${APPEAR_LIMIT_MS} ms`,
    });
    await this.phone.act(title, () => view.click());
  }

  /** Whether the list on the screen has a row with this text, also below what is shown of it. */
  protected async isInList(selector: Required<Pick<Selector, 'id' | 'text'>>): Promise<boolean> {
    return (await this.isShown(selector)) || (await this.#row(selector).isExisting());
  }

  /** Scrolls the list on the screen until a row with this text is there, and taps it. */
  protected async tapRow(title: string, selector: Required<Pick<Selector, 'id' | 'text'>>): Promise<void> {
    await this.phone.act(title, async () => {
      await this.#bringIntoView(title, selector);
      await this.view(selector).click();
    });
  }

  /** Scrolls the list on the screen until a row with this text is there, and holds a finger on it. */
  protected async holdRow(title: string, selector: Required<Pick<Selector, 'id' | 'text'>>): Promise<void> {
    await this.phone.act(title, async () => {
      await this.#bringIntoView(title, selector);
      await this.phone.driver.execute('mobile: longClickGesture', { elementId: await this.view(selector).elementId, duration: HOLD_MS });
    });
  }

  async #bringIntoView(title: string, selector: Required<Pick<Selector, 'id' | 'text'>>): Promise<void> {
    await this.phone.driver.waitUntil(() => this.isInList(selector), {
      timeout: APPEAR_LIMIT_MS,
      timeoutMsg: `to ${title}, ${describe(selector)} had to be in the list; scrolling did not bring it`,
    });
  }

  #row(selector: Required<Pick<Selector, 'id' | 'text'>>): ReturnType<Phone['driver']['$']> {
    return this.phone.driver.$(
      `android=new UiScrollable(new UiSelector().scrollable(true)).scrollIntoView(${uiSelector(selector)})`,
    );
  }

  /** Replaces what stands in a field. */
  protected async enterText(title: string, selector: Selector, text: string): Promise<void> {
    const field = this.view(selector);
    await field.waitForExist({ timeout: APPEAR_LIMIT_MS });
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

  /** Presses the positive button of a dialog, when one with this title is shown. */
  protected async agreeTo(dialogTitle: string): Promise<void> {
    if (!(await this.isShown({ id: 'miui:id/alertTitle', text: dialogTitle }))) return;
    await this.tap(`agree to "${dialogTitle}"`, { id: 'android:id/button1' });
  }
}

function uiSelector(selector: Selector): string {
  const parts = [`resourceId(${quoted(selector.id)})`];
  if (selector.text !== undefined) parts.push(`text(${quoted(selector.text)})`);
  if (selector.description !== undefined) parts.push(`description(${quoted(selector.description)})`);
  return `new UiSelector().${parts.join('.')}`;
}

/** A Java string literal; the escapes JSON and Java share are the only ones these texts need. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function describe(selector: Selector): string {
  const which = selector.text ?? selector.description;
  return which === undefined ? selector.id : `${selector.id} "${which}"`;
}
