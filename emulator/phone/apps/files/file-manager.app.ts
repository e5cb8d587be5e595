import type { AppDefinition, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { choiceDialog, dialog, menu, permissionDialog } from '../parts/dialogs.ts';
import { webScreen } from '../parts/pages.ts';
import { createFilesModel } from './files-model.ts';

const HELP_URL = 'https://www.mi.com/global/support/file-manager';
const ACTIVITY = 'com.android.fileexplorer.FileExplorerTabActivity';

const OPEN_ROW: Effects = [{ do: 'call', operation: 'open', with: { path: '${item.path}' } }];

/** One file or folder. */
const ROW: ViewSpec = {
  type: 'row', padding: 8, height: 64, onTap: OPEN_ROW, selected: 'item.selected',
  onLongTap: [{ do: 'call', operation: 'select', with: { path: '${item.path}' } }],
  children: [
    { type: 'image', id: 'file_image', look: { icon: '${item.icon}' } },
    {
      type: 'column', padding: 4, children: [
        { type: 'text', id: 'file_name', text: '${item.name}', width: 'fill' },
        { type: 'text', id: 'file_info', text: '${item.info}', width: 'fill', look: { textSizeSp: 12, color: '#808080' } },
      ],
    },
  ],
};

const tab = (name: string): ViewSpec => ({
  type: 'text', desc: name, text: name, padding: 12, width: 180, selected: `model.tab=${name}`, look: { align: 'center', bold: true },
  onTap: [{ do: 'call', operation: 'tab', with: { tab: name } }],
});

const SELECTION_BAR: ViewSpec = {
  type: 'row', when: 'model.selecting', look: { background: '#F0F0F0' }, children: [
    { type: 'image', id: 'action_cancel', desc: 'Cancel', look: { icon: 'close' }, onTap: [{ do: 'call', operation: 'unselect' }] },
    { type: 'text', id: 'action_rename', text: 'Rename', width: 'fill', padding: 12, onTap: [{ do: 'go', screen: 'rename' }], look: { align: 'center' } },
    { type: 'text', id: 'action_delete', text: 'Delete', width: 'fill', padding: 12, onTap: [{ do: 'go', screen: 'delete' }], look: { align: 'center' } },
  ],
};

const PATH_BAR: ViewSpec = {
  type: 'column', when: 'model.tab=Storage', children: [
    {
      type: 'row', height: 48, children: [
        {
          type: 'row', id: 'volume_switch_layout', onTap: [{ do: 'go', screen: 'volumes' }],
          children: [{ type: 'text', id: 'volume_switch', text: 'Internal shared storage', width: 'fill', padding: 8 }],
        },
        { type: 'image', id: 'switch_list_icon', desc: '${model.otherView}', look: { icon: 'list' }, onTap: [{ do: 'call', operation: 'switchView' }] },
      ],
    },
    { type: 'row', rows: { from: 'path', view: { type: 'text', id: 'path_item', text: '${item.name}', width: 'fill', padding: 4, onTap: OPEN_ROW, look: { textSizeSp: 12 } } } },
  ],
};

const main: ScreenSpec = {
  activity: ACTIVITY,
  onBack: [{ do: 'if', test: 'model.canGoUp', then: [{ do: 'call', operation: 'up' }], else: [{ do: 'back' }] }],
  view: {
    type: 'column', height: 'fill', children: [
      {
        type: 'row', height: 56, children: [
          { type: 'row', id: 'scrollingTabContainer', children: [tab('Recent'), tab('Storage')] },
          { type: 'image', id: 'search', desc: 'Search', look: { icon: 'search' }, onTap: [{ do: 'go', screen: 'search' }] },
          { type: 'image', id: 'more', desc: 'More options', look: { icon: 'menu' }, onTap: [{ do: 'go', screen: 'menu' }] },
        ],
      },
      PATH_BAR,
      { type: 'text', id: 'empty_view', when: 'model.empty', text: 'No files', width: 'fill', padding: 24, look: { align: 'center' } },
      { type: 'list', id: 'file_list', rows: { from: 'files', view: ROW } },
      SELECTION_BAR,
    ],
  },
};

const consent: ScreenSpec = {
  cancellable: false,
  view: {
    type: 'column', height: 'fill', padding: 16, children: [
      { type: 'text', id: 'privacy_message_tv', text: 'Welcome to File Manager', width: 'fill', padding: 16, look: { textSizeSp: 22, bold: true } },
      { type: 'text', id: 'privacy_desc_tv', text: 'File Manager needs your consent to the User agreement and the Privacy policy.', width: 'fill', padding: 16 },
      {
        type: 'row', padding: 8, children: [
          { type: 'checkbox', id: 'experience_check_box', text: 'Join User Experience Program', width: 'fill', checked: 'state.experience', onTap: [{ do: 'toggle', name: 'state.experience' }] },
        ],
      },
      {
        type: 'button', id: 'confirm_btn', text: 'Agree and continue', look: { align: 'center', background: '#3482FF', color: '#FFFFFF' },
        onTap: [{ do: 'set', name: 'state.consent', to: '1' }, { do: 'back' }, { do: 'emit', event: 'consent', data: { given: 'yes', experience: '${state.experience}' } }, { do: 'go', screen: 'permission' }],
      },
    ],
  },
};

const nameField: ViewSpec = { type: 'field', id: 'text', bind: 'local.name', padding: 8, look: { background: '#F5F5F5' } };

const search: ScreenSpec = {
  activity: 'com.android.fileexplorer.SearchActivity',
  focus: 'local.term',
  local: { term: '' },
  onShow: [{ do: 'call', operation: 'clearSearch' }],
  view: {
    type: 'column', height: 'fill', children: [
      {
        type: 'field', id: 'android:id/input', bind: 'local.term', hint: 'Search files', padding: 8,
        onEnter: [{ do: 'call', operation: 'search', with: { term: '${local.term}' } }, { do: 'hideKeyboard' }],
      },
      { type: 'text', id: 'empty_view', when: 'model.noHits', text: 'No files', width: 'fill', padding: 24, look: { align: 'center' } },
      {
        type: 'list', id: 'file_list',
        rows: { from: 'hits', view: { ...ROW, onTap: [{ do: 'if', test: 'item.folder', then: [{ do: 'back' }, ...OPEN_ROW], else: OPEN_ROW }], onLongTap: [] } },
      },
    ],
  },
};

/** The File Manager of global builds. */
export const APP: AppDefinition = {
  packageName: 'com.mi.android.globalFileexplorer',
  title: 'File Manager',
  icon: 'folder',
  first: 'main',
  state: { consent: '', storage: '', experience: true },
  consented: { consent: '1', storage: '1', experience: true },
  firstRun: [{ screen: 'consent', when: '!state.consent' }, { screen: 'permission', when: '!state.storage' }],
  screens: {
    main,
    consent,
    search,
    permission: permissionDialog('Allow File Manager to access photos, media, and files on your device?', { allow: [{ do: 'set', name: 'state.storage', to: '1' }], deny: [] }),
    menu: menu([
      { text: 'Create folder', effects: [{ do: 'go', screen: 'createFolder' }] },
      { text: 'Refresh', effects: [] },
      { text: 'Show hidden files', effects: [{ do: 'toggle', name: 'state.hidden' }] },
      { text: 'Help', effects: [{ do: 'go', screen: 'help', args: { url: HELP_URL, title: 'Help' } }, { do: 'emit', event: 'help.open', data: { url: HELP_URL } }] },
    ]),
    volumes: choiceDialog('Storage', [{ text: 'Internal shared storage', checked: 'model.tab=Storage', effects: [{ do: 'call', operation: 'root' }] }]),
    createFolder: dialog({
      title: 'Create folder', local: { name: 'New folder' }, focus: 'local.name', body: [nameField],
      positive: { text: 'OK', effects: [{ do: 'call', operation: 'createFolder', with: { name: '${local.name}' } }] },
    }),
    rename: dialog({
      title: 'Rename', focus: 'local.name', onShow: [{ do: 'set', name: 'local.name', to: '${model.selectedName}' }], body: [nameField],
      positive: { text: 'OK', effects: [{ do: 'call', operation: 'rename', with: { name: '${local.name}' } }] },
    }),
    delete: dialog({
      title: 'Delete', message: 'Delete ${model.selectedName}?',
      positive: { text: 'OK', effects: [{ do: 'call', operation: 'delete' }] },
    }),
    help: webScreen('com.android.fileexplorer.HelpActivity'),
  },
  model: createFilesModel,
};
