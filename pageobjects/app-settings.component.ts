import type { Phone } from '../src/ui/phone.ts';
import { Page } from './page.ts';
import type { Selector } from './selectors.ts';
import { WebView } from './web-view.component.ts';

/** Settings of an app that lead to its privacy policy, a page on the web. */
export class AppSettings extends Page {
  readonly #button: Selector;
  readonly #policy: WebView;

  constructor(phone: Phone, packageName: string) {
    super(phone);
    this.#button = { id: `${packageName}:id/settings` }; // invented
    this.#policy = new WebView(phone, packageName);
  }

  async openPrivacyPolicy(): Promise<void> {
    await this.tap('open the settings', this.#button);
    await this.tap('choose "Privacy policy"', { id: 'android:id/title', text: 'Privacy policy' });
  }

  isPrivacyPolicyShown(): Promise<boolean> {
    return this.#policy.isLoaded();
  }
}
