import type { Effects, ViewSpec } from '../app-definition.ts';
import type { FileTexts } from './file-texts.ts';

const GREY = '#808080';

const OPEN: Effects = [{ do: 'call', operation: 'open', with: { path: '${item.path}' } }];
const SELECT: Effects = [{ do: 'call', operation: 'select', with: { path: '${item.path}' } }];

/** One file or folder of a list. */
export const ROW: ViewSpec = {
  type: 'row', padding: 8, height: 64, onTap: OPEN, onLongTap: SELECT, selected: 'item.selected',
  children: [
    { type: 'image', id: 'file_image', look: { icon: '${item.icon}', color: '#3482FF' } },
    {
      type: 'column', padding: 4, children: [
        { type: 'text', id: 'file_name', text: '${item.name}', width: 'fill' },
        { type: 'text', id: 'file_info', text: '${item.info}', width: 'fill', look: { textSizeSp: 12, color: GREY } },
      ],
    },
    { type: 'image', id: 'file_checked', when: 'item.selected', width: 28, height: 28, look: { icon: 'check', color: '#3482FF' } },
  ],
};

/** A hit of the search: a folder is shown in the tabs. */
export const HIT: ViewSpec = { ...ROW, onTap: [{ do: 'if', test: 'item.folder', then: [{ do: 'back' }, ...OPEN], else: OPEN }], onLongTap: [] };

const CELL: ViewSpec = {
  type: 'column', padding: 6, height: 104, onTap: OPEN, onLongTap: SELECT, selected: 'item.selected',
  children: [
    { type: 'image', id: 'file_image', width: 'fill', height: 56, look: { icon: '${item.icon}', color: '#3482FF' } },
    { type: 'text', id: 'file_name', text: '${item.name}', width: 'fill', look: { textSizeSp: 12, align: 'center' } },
  ],
};

/** What the tab holds, as rows or as a grid. */
export const FILE_LISTS: readonly ViewSpec[] = [
  { type: 'list', id: 'file_list', when: '!model.asGrid', scrollOf: '${model.shown}', rows: { from: 'files', view: ROW } },
  { type: 'list', id: 'file_list', when: 'model.asGrid', scrollOf: '${model.shown}', children: [{ type: 'grid', columns: 4, rows: { from: 'files', view: CELL } }] },
];

const TILE: ViewSpec = {
  type: 'column', id: 'category_item', desc: '${item.name}', padding: 6, height: 80, onTap: [{ do: 'call', operation: 'category', with: { name: '${item.name}' } }],
  children: [
    { type: 'image', width: 'fill', height: 36, look: { icon: '${item.icon}', color: '#FF8A00' } },
    { type: 'text', id: 'category_name', text: '${item.title}', width: 'fill', look: { textSizeSp: 12, align: 'center' } },
  ],
};

/** The categories, over the newest files. */
export const TILES: ViewSpec = { type: 'grid', id: 'category_grid', columns: 3, when: 'model.tiles', rows: { from: 'categories', view: TILE } };

/** Tabs, search and menu. */
export function headBar(texts: FileTexts): ViewSpec {
  const tab = (name: 'Recent' | 'Storage'): ViewSpec => ({
    type: 'text', desc: name, text: texts.tabs[name], padding: 12, width: 130, selected: `model.tab=${name}`, look: { align: 'center', bold: true },
    onTap: [{ do: 'call', operation: 'tab', with: { tab: name } }],
  });
  return {
    type: 'row', height: 56, children: [
      { type: 'row', id: 'scrollingTabContainer', children: [tab('Recent'), tab('Storage')] },
      { type: 'image', id: 'search', desc: 'Search', look: { icon: 'search' }, onTap: [{ do: 'go', screen: 'search' }] },
      { type: 'image', id: 'more', desc: 'More options', look: { icon: 'more' }, onTap: [{ do: 'go', screen: 'menu' }] },
    ],
  };
}

/** A folder of the path; as wide as its name, and where the row has no room for all of them, an equal part of it. */
const PATH_ITEM: ViewSpec = { type: 'text', id: 'path_item', text: '${item.name}', padding: 4, onTap: OPEN, look: { textSizeSp: 12, color: GREY } };

/** Volume, path and the switch between rows and grid. */
export function pathBar(texts: FileTexts): ViewSpec {
  return {
    type: 'column', when: 'model.tab=Storage', children: [
      {
        type: 'row', height: 48, children: [
          {
            type: 'row', id: 'volume_switch_layout', onTap: [{ do: 'go', screen: 'volumes' }],
            children: [{ type: 'text', id: 'volume_switch', text: texts.volume, width: 'fill', padding: 8 }],
          },
          { type: 'image', id: 'switch_list_icon', desc: '${model.otherView}', look: { icon: 'grid' }, onTap: [{ do: 'call', operation: 'switchView' }] },
        ],
      },
      { type: 'row', when: '!model.pathIsLong', rows: { from: 'path', view: PATH_ITEM } },
      { type: 'row', when: 'model.pathIsLong', rows: { from: 'path', view: { ...PATH_ITEM, width: 'fill' } } },
    ],
  };
}

/** What can be done to what is selected. */
export function selectionBar(texts: FileTexts): ViewSpec {
  const action = (id: string, text: string, onTap: Effects): ViewSpec => ({ type: 'text', id, text, width: 'fill', padding: 12, onTap, look: { align: 'center', textSizeSp: 11 } });
  const carry = (moves: boolean): Effects => [{ do: 'call', operation: 'carry', with: { moves: String(moves) } }];
  return {
    type: 'row', when: 'model.selecting', look: { background: '#F0F0F0' }, children: [
      { type: 'image', id: 'action_cancel', desc: 'Cancel', look: { icon: 'close' }, onTap: [{ do: 'call', operation: 'unselect' }] },
      action('action_copy', texts.copy, carry(false)),
      action('action_move', texts.move, carry(true)),
      { ...action('action_rename', texts.rename, [{ do: 'if', test: 'model.selectedOne', then: [{ do: 'go', screen: 'rename' }] }]), enabled: 'model.selectedOne' },
      action('action_delete', texts.delete, [{ do: 'go', screen: 'delete' }]),
      action('action_more', texts.more, [{ do: 'go', screen: 'selectionMenu' }]),
    ],
  };
}

/** What is copied or moved, and where to. */
export function pasteBar(texts: FileTexts): ViewSpec {
  return {
    type: 'row', when: 'model.pasting', padding: 8, look: { background: '#F0F0F0' }, children: [
      { type: 'button', id: 'paste_cancel', text: texts.cancel, onTap: [{ do: 'call', operation: 'dropCarried' }], look: { align: 'center' } },
      { type: 'button', id: 'paste_confirm', text: texts.paste, onTap: [{ do: 'call', operation: 'paste' }], look: { align: 'center', background: '#3482FF', color: '#FFFFFF' } },
    ],
  };
}
