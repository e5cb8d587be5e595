import type { Effects, ViewSpec } from '../../app-definition.ts';

/** How one browser calls the views of its bars. */
export interface BarIds {
  /** Beside the address bar: go, or load again. */
  readonly go: string;
  readonly incognitoMark: string;
}

const SUBMIT: Effects = [{ do: 'hideKeyboard' }, { do: 'call', operation: 'submit', with: { text: '${local.address}' } }];

/** The address bar: the page's title, its URL while it has the focus. `more` stands at its end. */
export function addressBar(ids: BarIds, hint: string, more: readonly ViewSpec[] = []): ViewSpec {
  return {
    type: 'row', height: 56, padding: 4, children: [
      { type: 'image', id: ids.incognitoMark, when: 'model.incognito', desc: 'Incognito', look: { icon: 'incognito' } },
      {
        type: 'field', id: 'url', bind: 'local.address', text: '${model.title}', hint, imeAction: 'go', look: { background: '#F0F0F0' },
        onFocus: [{ do: 'set', name: 'local.address', to: '${model.url}' }, { do: 'call', operation: 'endTyping' }],
        onChange: [{ do: 'call', operation: 'typed', with: { text: '${local.address}' } }],
        onEnter: SUBMIT,
      },
      { type: 'imageButton', id: ids.go, when: 'screen.focused=local.address', desc: 'Go', look: { icon: 'go' }, onTap: SUBMIT },
      { type: 'imageButton', id: ids.go, when: ['screen.focused!=local.address', 'model.onPage'], desc: 'Refresh', look: { icon: 'refresh' }, onTap: [{ do: 'call', operation: 'refresh' }] },
      ...more,
    ],
  };
}

/** A touch beside the address bar ends typing there. */
const END_TYPING: Effects = [{ do: 'hideKeyboard' }, { do: 'call', operation: 'endTyping' }];

/** One button of a bar whose buttons share its width. */
export function barButton(id: string, desc: string, icon: string, onTap: Effects): ViewSpec {
  return { type: 'imageButton', id, desc, width: 'fill', look: { icon }, onTap: [...END_TYPING, ...onTap] };
}

/** The number of tabs, which leads to them. */
export function tabsButton(id: string): ViewSpec {
  return { type: 'text', id, text: '${model.tabCount}', width: 'fill', padding: 12, look: { align: 'center' }, onTap: [...END_TYPING, { do: 'go', screen: 'tabs' }] };
}

/** A row with a text that leads somewhere. */
export function textRow(id: string, text: string, onTap: Effects): ViewSpec {
  return { type: 'row', id, height: 60, padding: 12, onTap, children: [{ type: 'text', text, width: 'fill' }] };
}
