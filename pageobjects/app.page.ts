import { packageOn, type AppIdentity } from '../src/ui/app-package.ts';
import type { Phone } from '../src/ui/phone.ts';
import { Page } from './page.ts';

/** The first page of an app. Its class says what the app is called and under which packages phones carry it. */
export abstract class AppPage extends Page {
  /** Package under which this phone carries the app. */
  readonly packageName: string;

  constructor(phone: Phone) {
    super(phone);
    // A class cannot be made to have static members; whoever hands one to a journey must have these.
    const app = new.target as unknown as AppIdentity;
    const found = packageOn(app, phone.facts);
    if (found === undefined) throw new Error(`The phone ${phone.facts.id} does not carry ${app.title}; looked for ${app.packageNames.join(', ')}.`);
    this.packageName = found;
  }
}
