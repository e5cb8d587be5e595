import type { ScreenSpec, ViewSpec } from '../../app-definition.ts';
import { choiceDialog, dialog, menu } from '../../parts/dialogs.ts';
import { shareSheet } from '../../parts/share-sheet.ts';
import type { BrowserBuild } from '../browser-build.ts';

const LINK = { url: '${args.url}' };

/** What a held link offers. */
export const link: ScreenSpec = menu([
  { text: 'Open in new tab', effects: [{ do: 'call', operation: 'openInNewTab', with: { ...LINK, incognito: '' } }] },
  { text: 'Open in incognito tab', effects: [{ do: 'call', operation: 'openInNewTab', with: { ...LINK, incognito: '1' } }] },
  { text: 'Copy link address', effects: [{ do: 'call', operation: 'copyLink', with: LINK }, { do: 'toast', text: 'Copied to clipboard' }] },
]);

const ITEM = { title: '${args.title}', url: '${args.url}' };

/** What a held item of the news feed offers. */
export const newsItem: ScreenSpec = menu([
  { text: 'Open in new tab', effects: [{ do: 'call', operation: 'openFeedInNewTab', with: { ...ITEM, incognito: '' } }] },
  { text: 'Open in incognito tab', effects: [{ do: 'call', operation: 'openFeedInNewTab', with: { ...ITEM, incognito: '1' } }] },
]);

/** What a held tile offers. */
export const dial: ScreenSpec = menu([
  { text: 'Edit', effects: [{ do: 'go', screen: 'editDial', args: { index: '${args.index}', title: '${args.title}', url: '${args.url}' } }] },
  { text: 'Remove', effects: [{ do: 'call', operation: 'removeDial', with: { index: '${args.index}' } }] },
]);

const DIAL_FIELDS: readonly ViewSpec[] = [
  { type: 'field', id: 'quickdial_name', bind: 'local.title', hint: 'Name', look: { background: '#F0F0F0' } },
  { type: 'field', id: 'quickdial_url', bind: 'local.url', hint: 'Address', look: { background: '#F0F0F0' } },
];
const TYPED_DIAL = { title: '${local.title}', url: '${local.url}' };

export const addDial: ScreenSpec = dialog({
  title: 'Add to quick dial', body: DIAL_FIELDS, local: { title: '', url: '' },
  positive: { text: 'OK', effects: [{ do: 'call', operation: 'addDial', with: TYPED_DIAL }] },
});

export const editDial: ScreenSpec = dialog({
  title: 'Edit', body: DIAL_FIELDS, local: { title: '', url: '' },
  onShow: [{ do: 'set', name: 'local.title', to: '${args.title}' }, { do: 'set', name: 'local.url', to: '${args.url}' }],
  positive: { text: 'OK', effects: [{ do: 'call', operation: 'editDial', with: { index: '${args.index}', ...TYPED_DIAL } }] },
});

/** Whether a file that a server offered is to be kept, and under which name. */
export const download: ScreenSpec = dialog({
  title: 'Download file', message: '${args.size}', local: { name: '' },
  body: [{ type: 'field', id: 'download_name', bind: 'local.name', look: { background: '#F0F0F0' } }],
  onShow: [{ do: 'set', name: 'local.name', to: '${args.name}' }],
  positive: {
    text: 'Download',
    effects: [{ do: 'call', operation: 'startDownload', with: { url: '${args.url}', name: '${local.name}', referrer: '${args.referrer}' } }, { do: 'toast', text: 'Downloading…' }],
  },
});

/** Android's chooser, with what the browser adds of its own. */
export const share: ScreenSpec = shareSheet([], [
  { title: 'Copy link', icon: 'copy', effects: [{ do: 'call', operation: 'copyLink', with: LINK }, { do: 'toast', text: 'Copied to clipboard' }] },
]);

/** Which engine searches. */
export function engines(build: BrowserBuild): ScreenSpec {
  return choiceDialog('Choose a search engine', build.engines.map((engine) => ({
    text: engine, checked: `state.engine=${engine}`,
    effects: [{ do: 'set', name: 'state.engine', to: engine }, { do: 'emit', event: 'engine.change', data: { engine } }],
  })));
}

export const closeAll: ScreenSpec = dialog({ title: 'Close all tabs?', positive: { text: 'OK', effects: [{ do: 'call', operation: 'closeAll' }] } });

export const clearHistory: ScreenSpec = dialog({ title: 'Clear history?', positive: { text: 'OK', effects: [{ do: 'call', operation: 'clearHistory' }] } });

export const clearData: ScreenSpec = dialog({
  title: 'Clear data', message: 'Clear history, cookies and cache?', positive: { text: 'OK', effects: [{ do: 'call', operation: 'clearData' }] },
});

/** The question a browser asks those who have used it for a while. */
export function rating(build: BrowserBuild): ScreenSpec {
  const answered = (answer: 'yes' | 'no') => [{ do: 'set', name: 'state.rated', to: '1' }, { do: 'call', operation: 'rate', with: { answer } }] as const;
  return dialog({
    title: `Do you like ${build.title}?`,
    positive: { text: 'Like it', effects: answered('yes') },
    negative: { text: 'No, thanks', effects: answered('no') },
  });
}

/** The terms, shown until they are agreed to. */
export function welcome(build: BrowserBuild): ScreenSpec {
  return dialog({
    title: `Welcome to ${build.title}`, message: build.welcome, cancellable: false,
    positive: { text: 'Agree', effects: [{ do: 'set', name: 'state.consent', to: '1' }, { do: 'emit', event: 'consent', data: { given: 'yes' } }, { do: 'call', operation: 'agreed' }] },
    negative: { text: 'Exit', effects: [{ do: 'emit', event: 'consent', data: { given: 'no' } }, { do: 'leave' }] },
  });
}
