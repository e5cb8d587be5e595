import { DOMParser } from '@xmldom/xmldom';
import type { Selector } from '../../../pageobjects/selectors.ts';

const SYSTEM_UI = 'com.android.systemui';

/** A view of the screen's tree, as the UiAutomator2 server tells of it. */
export interface ScreenView {
  readonly id?: string;
  /** Without its package: `TextView`. */
  readonly class: string;
  readonly text?: string;
  readonly description?: string;
}

/** Views of a page source, in the order they are drawn. The status bar, which stands on every screen, is left out unless it is asked for. */
export function parseScreen(pageSource: string, packageName?: string): readonly ScreenView[] {
  const document = new DOMParser().parseFromString(pageSource, 'text/xml');
  return Array.from(document.getElementsByTagName('*')).flatMap((element) => {
    const className = element.getAttribute('class') ?? '';
    if (className === '') return [];
    if (element.getAttribute('package') === SYSTEM_UI && packageName !== SYSTEM_UI) return [];
    const attribute = (name: string): string | undefined => (element.getAttribute(name) ?? '') || undefined;
    const [id, text, description] = [attribute('resource-id'), attribute('text'), attribute('content-desc')];
    return [{
      class: className.split('.').at(-1) ?? className,
      ...(id === undefined ? {} : { id }),
      ...(text === undefined ? {} : { text }),
      ...(description === undefined ? {} : { description }),
    }];
  });
}

/** Whether a view is what a selector looks for. */
export function isFoundBy(view: ScreenView, { id, text, description }: Selector): boolean {
  return (id === undefined || view.id === id) && (text === undefined || view.text === text) && (description === undefined || view.description === description);
}
