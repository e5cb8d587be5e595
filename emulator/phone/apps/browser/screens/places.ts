import type { Effects, ScreenSpec, ViewSpec } from '../../app-definition.ts';
import { titleBar } from '../../parts/pages.ts';

interface PlaceList {
  readonly title: string;
  readonly from: string;
  /** Of a row, and of the list: `<id>_item`, `<id>_list`. */
  readonly id: string;
  readonly second: string;
  readonly onTap: Effects;
  readonly onRemove: Effects;
  /** Beside the title. */
  readonly more?: readonly ViewSpec[];
}

/** A page with a list of places: a tap opens one, its bin removes it. */
function placeList(list: PlaceList): ScreenSpec {
  return {
    view: {
      type: 'column', height: 'fill', children: [
        titleBar(list.title, list.more ?? []),
        {
          type: 'list', id: `${list.id}_list`, rows: {
            from: list.from,
            view: {
              type: 'row', id: `${list.id}_item`, height: 68, padding: 8, onTap: list.onTap, children: [
                {
                  type: 'column', children: [
                    { type: 'text', id: `${list.id}_title`, text: list.from === 'downloads' ? '${item.name}' : '${item.title}', width: 'fill' },
                    { type: 'text', id: `${list.id}_info`, text: list.second, width: 'fill', look: { textSizeSp: 12, color: '#808080' } },
                  ],
                },
                { type: 'imageButton', id: `${list.id}_remove`, desc: 'Delete', look: { icon: 'delete' }, onTap: list.onRemove },
              ],
            },
          },
        },
      ],
    },
  };
}

const PLACE = { title: '${item.title}', url: '${item.url}' };
/** The list gives way to the tab below it. */
const toTab = (operation: string): Effects => [{ do: 'back' }, { do: 'call', operation, with: PLACE }];

export const bookmarks: ScreenSpec = placeList({
  title: 'Bookmarks', from: 'bookmarks', id: 'bookmark', second: '${item.url}',
  onTap: toTab('openBookmark'), onRemove: [{ do: 'call', operation: 'removeBookmark', with: PLACE }],
});

export const history: ScreenSpec = placeList({
  title: 'History', from: 'history', id: 'history', second: '${item.url}',
  onTap: toTab('openVisit'), onRemove: [{ do: 'call', operation: 'removeVisit', with: { index: '${item.index}' } }],
  more: [{ type: 'imageButton', id: 'history_clear', desc: 'Clear history', look: { icon: 'delete' }, onTap: [{ do: 'go', screen: 'clearHistory' }] }],
});

/** Files that were fetched, the running ones first. */
export function downloadsIn(activity: string): ScreenSpec {
  return {
    activity,
    ...placeList({
      title: 'Downloads', from: 'downloads', id: 'download', second: '${item.info}',
      onTap: [{ do: 'call', operation: 'openDownload', with: { name: '${item.name}', path: '${item.path}' } }],
      onRemove: [{ do: 'call', operation: 'removeDownload', with: { index: '${item.index}' } }],
    }),
  };
}

/** A page without anything but its text. */
export const reader: ScreenSpec = {
  view: {
    type: 'column', height: 'fill', look: { background: '#F7F1E3' }, children: [
      titleBar('Reader mode'),
      {
        type: 'list', id: 'reader_list', rows: { from: 'reader', view: { type: 'text', id: 'reader_text', text: '${item.text}', width: 'fill', padding: 12, look: { textSizeSp: 18 } } },
        children: [{ type: 'text', id: 'reader_title', text: '${args.title}', width: 'fill', padding: 12, look: { textSizeSp: 24, bold: true } }],
      },
    ],
  },
};
