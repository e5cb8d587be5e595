import type { Effects, ViewSpec } from '../../app-definition.ts';
import { webView } from '../../parts/pages.ts';

const call = (operation: string, more: Readonly<Record<string, string>> = {}): Effects => [{ do: 'call', operation, with: more }];

const FIND_BAR: ViewSpec = {
  type: 'row', id: 'find_bar', height: 56, padding: 4, when: 'model.finding', look: { background: '#FAFAFA' }, children: [
    { type: 'field', id: 'find_text', bind: 'local.sought', hint: 'Find in page', imeAction: 'search', look: { background: '#F0F0F0' }, onChange: call('find', { term: '${local.sought}' }) },
    { type: 'text', id: 'find_count', text: '${model.foundCount}', padding: 8 },
    { type: 'imageButton', id: 'find_close', desc: 'Close', look: { icon: 'close' }, onTap: [{ do: 'hideKeyboard' }, { do: 'set', name: 'local.sought', to: '' }, { do: 'call', operation: 'endFind' }] },
  ],
};

const SUGGESTION: ViewSpec = {
  type: 'row', id: 'suggestion_item', desc: '${item.text}', height: 56, padding: 8,
  onTap: [
    { do: 'hideKeyboard' },
    {
      do: 'if', test: 'item.kind=visit',
      then: call('visit', { url: '${item.url}' }),
      else: call('searchSuggested', { text: '${item.text}' }),
    },
  ],
  children: [
    { type: 'image', when: 'item.kind=visit', look: { icon: 'clock' } },
    { type: 'image', when: 'item.kind!=visit', look: { icon: 'search' } },
    { type: 'text', id: 'suggestion_title', text: '${item.text}', width: 'fill' },
  ],
};

/** What lies below the address bar whatever the tab shows: search in the page, its progress, proposals, the page itself. */
export const PAGE_AREA: readonly ViewSpec[] = [
  FIND_BAR,
  { type: 'progress', id: 'progress', when: 'model.loading', look: { background: '#3482FF' } },
  { type: 'list', id: 'suggestion_list', when: 'model.suggests', rows: { from: 'suggestions', view: SUGGESTION } },
  webView({ title: '${model.title}', rows: 'page', when: ['model.onPage', '!model.suggests'], scrollOf: '${model.place}' }, {
    follow: call('follow', { title: '${item.text}', url: '${item.url}' }),
    hold: [{ do: 'go', screen: 'link', args: { title: '${item.text}', url: '${item.url}' } }],
    play: call('playVideo', { video: '${item.url}' }),
    pull: call('refresh'),
  }),
];

/** The start page of an incognito tab, with the switch in those versions that have it. */
export const INCOGNITO_START: ViewSpec = {
  type: 'column', height: 'fill', when: ['model.incognito', '!model.onPage'], look: { background: '#303030' },
  children: [
    { type: 'text', id: 'incognito_title', text: "You're in incognito mode", width: 'fill', padding: 24, look: { color: '#FFFFFF', textSizeSp: 20, align: 'center' } },
    {
      type: 'row', id: 'enhanced_incognito', when: 'model.hasEnhancedSwitch', height: 64, padding: 12,
      onTap: [{ do: 'toggle', name: 'state.enhanced' }, { do: 'emit', event: 'settings.toggle', data: { key: 'enhanced', value: '${state.enhanced}' } }],
      children: [
        { type: 'text', id: 'enhanced_incognito_title', text: 'Enhanced incognito mode', width: 'fill', look: { color: '#FFFFFF' } },
        { type: 'checkbox', id: 'enhanced_incognito_switch', className: 'android.widget.Switch', checked: 'state.enhanced' },
      ],
    },
  ],
};

/** The tiles of the start page, in columns; the last one adds another. */
export function quickDial(columns: number): ViewSpec {
  const tile = (icon: string, text: string): readonly ViewSpec[] => [
    { type: 'image', id: 'quickdial_icon', width: 'fill', look: { icon } },
    { type: 'text', id: 'quickdial_title', text, width: 'fill', look: { textSizeSp: 12, align: 'center' } },
  ];
  return {
    type: 'column', when: 'model.onStart', padding: 8, children: [
      {
        type: 'grid', id: 'quickdial_grid', columns,
        rows: {
          from: 'dials',
          view: {
            type: 'column', id: 'quickdial_item', desc: '${item.title}', height: 72, padding: 4,
            onTap: call('openDial', { title: '${item.title}', url: '${item.url}' }),
            onLongTap: [{ do: 'go', screen: 'dial', args: { index: '${item.index}', title: '${item.title}', url: '${item.url}' } }],
            children: tile('globe', '${item.title}'),
          },
        },
      },
      { type: 'row', id: 'quickdial_add', desc: 'Add', height: 40, onTap: [{ do: 'go', screen: 'addDial' }], children: [{ type: 'text', text: '+ Add', width: 'fill', look: { textSizeSp: 12, align: 'center', color: '#1A5FB4' } }] },
    ],
  };
}

/** What a start page without a feed has below its tiles: nothing. */
export const BELOW_TILES: ViewSpec = { type: 'stack', height: 'fill', when: ['model.onStart', '!model.showsFeed'] };

/** Channels and items of the news feed. */
export const NEWS: readonly ViewSpec[] = [
  {
    type: 'row', id: 'news_channels', when: 'model.showsFeed', height: 44,
    rows: {
      from: 'channels',
      view: {
        type: 'text', id: 'news_channel', text: '${item.title}', width: 'fill', height: 44, padding: 4, selected: 'item.current', look: { textSizeSp: 13, align: 'center' },
        onTap: call('chooseChannel', { path: '${item.path}' }),
      },
    },
  },
  {
    type: 'list', id: 'news_list', when: 'model.showsFeed', scrollOf: '${model.place} ${model.channel}', onEnd: call('moreFeed'), onPull: call('refreshFeed'),
    rows: {
      from: 'feed',
      view: {
        type: 'row', id: 'news_item', desc: '${item.title}', height: 88, padding: 12,
        onTap: call('openFeed', { title: '${item.title}', url: '${item.url}' }),
        onLongTap: [{ do: 'go', screen: 'newsItem', args: { title: '${item.title}', url: '${item.url}' } }],
        children: [{ type: 'text', id: 'news_title', text: '${item.title}', width: 'fill' }],
      },
    },
  },
  BELOW_TILES,
];
