import type { Phone } from '../src/ui/phone.ts';
import { Page } from './page.ts';
import { selectorsOf } from './selectors.ts';
import { WebView } from './web-view.component.ts';

/** Settings of an app that lead to its privacy policy, a page on the web. */
export class AppSettings extends Page {
  readonly #views;
  readonly #policy: WebView;

  constructor(phone: Phone, packageName: string) {
    super(phone);
    this.#views = selectorsOf('any-app', phone.facts, packageName);
    this.#policy = new WebView(phone, packageName);
  }

  async open(): Promise<void> {
    await this.tap('open the settings', this.#views.settings);
  }

  async openPrivacyPolicy(): Promise<void> {
    await this.open();
    await this.tap('choose "Privacy policy"', this.#views.privacyPolicy);
  }

  isPrivacyPolicyShown(): Promise<boolean> {
    return this.#policy.isLoaded();
  }
}
