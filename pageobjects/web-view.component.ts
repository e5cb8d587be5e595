import type { Phone } from '../src/ui/phone.ts';
import { Page } from './page.ts';
import { selectorsOf } from './selectors.ts';

const ERROR_HEADINGS = ['Webpage not available', 'Your connection is not private'];
const LINK_LIMIT_MS = 8_000;

/** A web page inside an app. */
export class WebView extends Page {
  readonly #page;

  constructor(phone: Phone, packageName: string) {
    super(phone);
    this.#page = selectorsOf('any-app', phone.facts, packageName);
  }

  /** Title of the page that has been loaded; undefined while there is none, or in its place an error page. */
  async title(): Promise<string | undefined> {
    const view = this.view(this.#page.webPage);
    if (!(await view.isExisting())) return undefined;
    const loaded = await view.$('android=new UiSelector().className("android.view.View")').isExisting();
    if (!loaded) return undefined;
    const title = await view.getText();
    return title === '' || ERROR_HEADINGS.includes(title) ? undefined : title;
  }

  /** Follows the first link on the page that has these words in it. */
  async followLink(words: string): Promise<void> {
    const link = this.phone.driver.$(`android=new UiSelector().className("android.view.View").clickable(true).textContains(${JSON.stringify(words)})`);
    await link.waitForExist({ timeout: LINK_LIMIT_MS, timeoutMsg: `to follow it, a link with "${words}" in it had to be on the page; it was not within ${LINK_LIMIT_MS} ms` });
    await this.phone.act(`follow the link "${words}"`, () => link.click());
  }

  /** Starts the first video of the page by the player's own button, which Chromium names so. */
  async playVideo(): Promise<void> {
    await this.phone.act('play the video', () => this.#playerButton('play').click());
  }

  isVideoPlaying(): Promise<boolean> {
    return this.#playerButton('pause').isExisting();
  }

  #playerButton(name: 'play' | 'pause'): ReturnType<Phone['driver']['$']> {
    return this.phone.driver.$(`android=new UiSelector().className("android.widget.Button").text("${name}")`);
  }

  async isLoaded(): Promise<boolean> {
    return (await this.title()) !== undefined;
  }
}
