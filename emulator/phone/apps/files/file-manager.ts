import type { AppDefinition, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { choiceDialog, dialog, menu, permissionDialog } from '../parts/dialogs.ts';
import { titleBar, webScreen } from '../parts/pages.ts';
import { preferenceList } from '../parts/preferences.ts';
import { shareSheet } from '../parts/share-sheet.ts';
import type { FileTexts } from './file-texts.ts';
import { FILE_LISTS, headBar, HIT, pasteBar, pathBar, selectionBar, TILES } from './file-views.ts';
import { filesModel } from './files-model.ts';

/** What tells one build of the File Manager from another. */
export interface FileManagerBuild {
  readonly packageName: string;
  readonly texts: FileTexts;
  readonly helpUrl: string;
}

const ACTIVITY = 'com.android.fileexplorer.FileExplorerTabActivity';

/** A File Manager over the phone's shared storage. */
export function fileManager({ packageName, texts, helpUrl }: FileManagerBuild): AppDefinition {
  return {
    packageName,
    title: texts.app,
    icon: 'folder',
    first: 'main',
    state: { consent: '', storage: '', experience: true, hidden: false, grid: false, sort: 'name', recommend: true },
    consented: { consent: '1', storage: '1', experience: true },
    firstRun: [{ screen: 'consent', when: '!state.consent' }, { screen: 'permission', when: '!state.storage' }],
    screens: {
      main: mainScreen(texts),
      consent: consentScreen(texts),
      search: searchScreen(texts),
      permission: permissionDialog(texts.permission, { allow: [{ do: 'set', name: 'state.storage', to: '1' }], deny: [] }),
      ...menus(texts, helpUrl),
      ...dialogs(texts),
      ...settingsScreens(texts),
      share: shareSheet(),
      install: installScreen(texts),
      help: webScreen('com.android.fileexplorer.HelpActivity'),
    },
    model: filesModel(texts),
  };
}

function empty(texts: FileTexts, when: string): ViewSpec {
  return { type: 'text', id: 'empty_view', when, text: texts.empty, width: 'fill', padding: 24, look: { align: 'center' } };
}

function mainScreen(texts: FileTexts): ScreenSpec {
  return {
    activity: ACTIVITY,
    onBack: [{ do: 'if', test: 'model.canGoUp', then: [{ do: 'call', operation: 'up' }], else: [{ do: 'back' }] }],
    view: {
      type: 'column', height: 'fill', children: [
        headBar(texts),
        pathBar(texts),
        TILES,
        { type: 'text', id: 'category_title', when: 'model.category', text: '${model.category}', width: 'fill', padding: 8, look: { bold: true } },
        empty(texts, 'model.empty'),
        ...FILE_LISTS,
        selectionBar(texts),
        pasteBar(texts),
      ],
    },
  };
}

function consentScreen(texts: FileTexts): ScreenSpec {
  return {
    cancellable: false,
    view: {
      type: 'column', height: 'fill', padding: 16, children: [
        { type: 'text', id: 'privacy_message_tv', text: texts.welcome, width: 'fill', padding: 16, look: { textSizeSp: 22, bold: true } },
        { type: 'text', id: 'privacy_desc_tv', text: texts.consent, width: 'fill', padding: 16 },
        {
          type: 'row', padding: 8, children: [
            { type: 'checkbox', id: 'experience_check_box', text: texts.experience, width: 'fill', checked: 'state.experience', onTap: [{ do: 'toggle', name: 'state.experience' }] },
          ],
        },
        {
          type: 'button', id: 'confirm_btn', text: texts.agree, look: { align: 'center', background: '#3482FF', color: '#FFFFFF' },
          onTap: [{ do: 'set', name: 'state.consent', to: '1' }, { do: 'back' }, { do: 'emit', event: 'consent', data: { given: 'yes', experience: '${state.experience}' } }, { do: 'go', screen: 'permission' }],
        },
      ],
    },
  };
}

function searchScreen(texts: FileTexts): ScreenSpec {
  return {
    activity: 'com.android.fileexplorer.SearchActivity',
    focus: 'local.term',
    local: { term: '' },
    onShow: [{ do: 'call', operation: 'clearSearch' }],
    view: {
      type: 'column', height: 'fill', children: [
        {
          type: 'field', id: 'android:id/input', bind: 'local.term', hint: texts.search, padding: 8, imeAction: 'search',
          onEnter: [{ do: 'call', operation: 'search', with: { term: '${local.term}' } }, { do: 'hideKeyboard' }],
        },
        empty(texts, 'model.noHits'),
        { type: 'list', id: 'file_list', rows: { from: 'hits', view: HIT } },
      ],
    },
  };
}

function menus(texts: FileTexts, helpUrl: string): Readonly<Record<string, ScreenSpec>> {
  const sortBy = (by: 'name' | 'size' | 'time' | 'type') => ({
    text: texts.sorts[by], checked: `state.sort=${by}`, effects: [{ do: 'call', operation: 'sort', with: { by } }] satisfies Effects,
  });
  return {
    menu: menu([
      { text: texts.createFolder, effects: [{ do: 'go', screen: 'createFolder' }] },
      { text: texts.sort, effects: [{ do: 'go', screen: 'sort' }] },
      { text: texts.refresh, effects: [] },
      { text: texts.showHidden, effects: [{ do: 'toggle', name: 'state.hidden' }] },
      { text: texts.settings, effects: [{ do: 'go', screen: 'settings' }] },
      { text: texts.help, effects: [{ do: 'go', screen: 'help', args: { url: helpUrl, title: texts.help } }, { do: 'emit', event: 'help.open', data: { url: helpUrl } }] },
    ]),
    selectionMenu: menu([
      { text: texts.selectAll, effects: [{ do: 'call', operation: 'selectAll' }] },
      { text: texts.share, effects: [{ do: 'call', operation: 'share' }, { do: 'go', screen: 'share' }] },
      { text: texts.details, effects: [{ do: 'call', operation: 'details' }, { do: 'go', screen: 'details' }] },
    ]),
    sort: choiceDialog(texts.sort, [sortBy('name'), sortBy('size'), sortBy('time'), sortBy('type')]),
    volumes: choiceDialog(texts.volume, [{ text: texts.volume, checked: 'model.tab=Storage', effects: [{ do: 'call', operation: 'root' }] }]),
  };
}

function dialogs(texts: FileTexts): Readonly<Record<string, ScreenSpec>> {
  const nameField: ViewSpec = { type: 'field', id: 'text', bind: 'local.name', padding: 8, look: { background: '#F5F5F5' } };
  const cancel = { text: texts.cancel, effects: [] };
  const ok = (effects: Effects) => ({ negative: cancel, positive: { text: texts.ok, effects } });
  return {
    createFolder: dialog({
      title: texts.createFolder, local: { name: texts.newFolder }, focus: 'local.name', body: [nameField],
      ...ok([{ do: 'call', operation: 'createFolder', with: { name: '${local.name}' } }]),
    }),
    rename: dialog({
      title: texts.rename, focus: 'local.name', onShow: [{ do: 'set', name: 'local.name', to: '${model.selectedName}' }], body: [nameField],
      ...ok([{ do: 'call', operation: 'rename', with: { name: '${local.name}' } }]),
    }),
    delete: dialog({ title: texts.delete, message: texts.deleteQuestion, ...ok([{ do: 'call', operation: 'delete' }]) }),
    details: dialog({ title: texts.details, message: '${model.details}', ...ok([]) }),
  };
}

function settingsScreens(texts: FileTexts): Readonly<Record<string, ScreenSpec>> {
  return {
    settings: {
      activity: 'com.android.fileexplorer.activity.SettingActivity',
      view: {
        type: 'column', height: 'fill', children: [
          titleBar(texts.settings),
          preferenceList([
            { title: texts.showHidden, checked: 'state.hidden', onTap: [{ do: 'toggle', name: 'state.hidden' }, { do: 'emit', event: 'settings.toggle', data: { key: 'hidden', value: '${state.hidden}' } }] },
            { title: texts.about, leadsOn: true, onTap: [{ do: 'go', screen: 'about' }] },
          ]),
        ],
      },
    },
    about: {
      activity: 'com.android.fileexplorer.activity.AboutActivity',
      view: {
        type: 'column', height: 'fill', children: [
          titleBar(texts.about),
          preferenceList([
            { title: texts.recommendations, checked: 'state.recommend', onTap: [{ do: 'toggle', name: 'state.recommend' }, { do: 'emit', event: 'settings.toggle', data: { key: 'recommend', value: '${state.recommend}' } }] },
          ]),
        ],
      },
    },
  };
}

/** The package installer's question; its ids are AOSP's (PackageInstaller, res/layout). */
function installScreen(texts: FileTexts): ScreenSpec {
  const button = (id: string, text: string, effects: Effects): ViewSpec => ({ type: 'button', id, text, onTap: [{ do: 'back' }, ...effects], look: { align: 'center', bold: true, background: '#F0F0F0' } });
  return {
    window: 'dialog',
    packageName: 'com.miui.global.packageinstaller',
    view: {
      type: 'column', padding: 12, look: { background: '#FFFFFF' }, children: [
        { type: 'text', id: 'app_name', text: '${model.apk}', width: 'fill', padding: 8, look: { textSizeSp: 18, bold: true } },
        { type: 'text', id: 'install_confirm_question', text: texts.installQuestion, width: 'fill', padding: 8 },
        { type: 'row', padding: 8, children: [button('cancel_button', texts.cancel, []), button('ok_button', texts.install, [{ do: 'call', operation: 'install' }])] },
      ],
    },
  };
}
