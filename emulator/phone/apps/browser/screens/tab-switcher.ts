import type { ScreenSpec } from '../../app-definition.ts';
import { barButton } from './bars.ts';

/** How one browser calls the buttons of its tab switcher. */
export interface SwitcherIds {
  readonly closeAll: string;
  readonly newTab: string;
  readonly newIncognitoTab: string;
}

/** The open tabs: go to one, close it, open another. */
export function tabSwitcher(ids: SwitcherIds): ScreenSpec {
  return {
    view: {
      type: 'column', height: 'fill', children: [
        {
          type: 'list', rows: {
            from: 'tabs',
            view: {
              type: 'row', id: 'tab_item', desc: '${item.title}', height: 72, padding: 8, selected: 'item.current',
              onTap: [{ do: 'back' }, { do: 'call', operation: 'selectTab', with: { tab: '${item.tab}' } }],
              children: [
                { type: 'text', id: 'tab_title', text: '${item.title}', width: 'fill' },
                { type: 'imageButton', id: 'tab_close', desc: 'Close tab', look: { icon: 'close' }, onTap: [{ do: 'call', operation: 'closeTab', with: { tab: '${item.tab}' } }] },
              ],
            },
          },
        },
        {
          type: 'row', height: 56, children: [
            barButton(ids.closeAll, 'Close all tabs', 'close', [{ do: 'go', screen: 'closeAll' }]),
            barButton(ids.newTab, 'New tab', 'add', [{ do: 'back' }, { do: 'call', operation: 'newTab', with: { incognito: '' } }]),
            barButton(ids.newIncognitoTab, 'New incognito tab', 'incognito', [{ do: 'back' }, { do: 'call', operation: 'newTab', with: { incognito: '1' } }]),
          ],
        },
      ],
    },
  };
}
