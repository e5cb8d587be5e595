import type { PhoneFacts } from '../../src/flow/phone-facts.ts';
import { firstPackageOn } from '../../src/ui/app-package.ts';
import type { Phone } from '../../src/ui/phone.ts';
import { isFromPlayStore, MiBrowser } from './mi-browser.page.ts';

/** Mi Browser Pro: what the Play Store installs under Mi Browser's package, or updates it to. */
export class MiBrowserPro extends MiBrowser {
  static override readonly appName = 'mi-browser-pro';
  static override readonly title = 'Mi Browser Pro';
  static override readonly packageNames = ['com.mi.globalbrowser'];

  constructor(phone: Phone) {
    super(phone, 'mi-browser-pro');
  }

  static override packageOn(facts: PhoneFacts): string | undefined {
    const found = firstPackageOn(MiBrowserPro.packageNames, facts);
    return found !== undefined && isFromPlayStore(found, facts) ? found : undefined;
  }
}
