import { Page } from './page.ts';

const ERROR_HEADINGS = ['Webpage not available', 'Your connection is not private'];

/** A web page inside an app. */
export class WebView extends Page {
  readonly #id: string;

  constructor(phone: ConstructorParameters<typeof Page>[0], packageName: string) {
    super(phone);
    this.#id = `${packageName}:id/web_view`;
  }

  /** Title of the page that has been loaded; undefined while there is none, or in its place an error page. */
  async title(): Promise<string | undefined> {
    const view = this.view({ id: this.#id });
    if (!(await view.isExisting())) return undefined;
    const loaded = await view.$('android=new UiSelector().className("android.view.View")').isExisting();
    if (!loaded) return undefined;
    const title = await view.getText();
    return title === '' || ERROR_HEADINGS.includes(title) ? undefined : title;
  }

  async isLoaded(): Promise<boolean> {
    return (await this.title()) !== undefined;
  }
}
