/** Something a person does, as an app tells of it, and what it was about. */
export interface Moment {
  readonly package: string;
  readonly event: string;
  /** What must hold for it to be this moment and no other of the same event. */
  readonly data?: Readonly<Record<string, string | boolean>>;
  /** What a person would call it. */
  readonly says: string;
  /** What can be reported of it, as templates. */
  readonly fields: Readonly<Record<string, string>>;
  /** Claims that hold on a phone that reports it. */
  readonly claims: readonly string[];
}

const BROWSER = 'com.mi.globalbrowser';
const MINT = 'com.mi.globalbrowser.mini';
const FILES = 'com.mi.android.globalFileexplorer';
const PLAYER = 'com.miui.player';
const HOME = 'com.miui.home';

/** Moments that software is known, said or feared to report, by a short name. */
export const MOMENTS = {
  'visit': { package: BROWSER, event: 'page.start', data: { incognito: false }, says: 'a page is visited', fields: { url: '${data.url}' }, claims: ['C1'] },
  'visit-incognito': { package: BROWSER, event: 'page.start', data: { incognito: true }, says: 'a page is visited in incognito mode', fields: { url: '${data.url}' }, claims: ['C1', 'C3'] },
  'visit-loaded': { package: BROWSER, event: 'page.finish', data: { incognito: false }, says: 'a page has been loaded', fields: { url: '${data.url}', title: '${data.title}' }, claims: ['C1'] },
  'search': { package: BROWSER, event: 'search', data: { incognito: false }, says: 'words are searched for', fields: { search_word: '${data.term}', used_searchengine: '${data.engine}' }, claims: ['C2'] },
  'search-incognito': { package: BROWSER, event: 'search', data: { incognito: true }, says: 'words are searched for in incognito mode', fields: { search_word: '${data.term}', used_searchengine: '${data.engine}' }, claims: ['C2', 'C3'] },
  'result': { package: BROWSER, event: 'search.result.open', data: { incognito: false }, says: 'a result of a search is opened', fields: { url: '${data.url}', title: '${data.title}' }, claims: ['C1'] },
  'result-incognito': { package: BROWSER, event: 'search.result.open', data: { incognito: true }, says: 'a result of a search is opened in incognito mode', fields: { url: '${data.url}', title: '${data.title}' }, claims: ['C1', 'C3'] },
  'typed': { package: BROWSER, event: 'url.typed', says: 'something is typed into the address bar', fields: { text: '${data.text}' }, claims: ['C1', 'C2'] },
  'feed-item': { package: BROWSER, event: 'feed.open', says: 'an item of the news feed is opened', fields: { title: '${data.title}', url: '${data.url}' }, claims: ['C4'] },
  'bookmark': { package: BROWSER, event: 'bookmark.add', says: 'a page is bookmarked', fields: { url: '${data.url}', title: '${data.title}' }, claims: ['C1'] },
  'download': { package: BROWSER, event: 'download.finish', says: 'a file is downloaded', fields: { url: '${data.url}', name: '${data.name}' }, claims: ['C1'] },
  'share': { package: BROWSER, event: 'share.page', says: 'a page is shared', fields: { url: '${data.url}' }, claims: ['C1'] },
  'reader': { package: BROWSER, event: 'reader.open', says: 'a page is read in reader mode', fields: { url: '${data.url}' }, claims: ['C1'] },
  'video': { package: BROWSER, event: 'video.play', says: 'a video is played', fields: { url: '${data.url}', video: '${data.video}' }, claims: ['C1'] },
  'tab': { package: BROWSER, event: 'tab.open', says: 'a tab is opened', fields: { count: '${data.count}', incognito: '${data.incognito}' }, claims: ['C1'] },
  'mint-visit': { package: MINT, event: 'page.start', data: { incognito: false }, says: 'a page is visited in Mint Browser', fields: { url: '${data.url}' }, claims: ['C1'] },
  'mint-visit-incognito': { package: MINT, event: 'page.start', data: { incognito: true }, says: 'a page is visited in Mint Browser, incognito', fields: { url: '${data.url}' }, claims: ['C1', 'C3'] },
  'mint-search': { package: MINT, event: 'search', says: 'words are searched for in Mint Browser', fields: { search_word: '${data.term}' }, claims: ['C2'] },
  'decline': { package: BROWSER, event: 'consent', data: { given: 'no' }, says: 'the agreement of the browser is declined', fields: { consent: '${data.given}' }, claims: ['C17'] },
  'folder': { package: FILES, event: 'folder.open', says: 'a folder is opened in File Manager', fields: { folder: '${data.name}', path: '${data.path}' }, claims: ['C6'] },
  'folder-create': { package: FILES, event: 'folder.create', says: 'a folder is created', fields: { folder: '${data.name}' }, claims: ['C6'] },
  'file-open': { package: FILES, event: 'file.open', says: 'a file is opened', fields: { file: '${data.name}' }, claims: ['C6'] },
  'file-rename': { package: FILES, event: 'file.rename', says: 'a file is renamed', fields: { from: '${data.from}', to: '${data.to}' }, claims: ['C6'] },
  'file-delete': { package: FILES, event: 'file.delete', says: 'a file is deleted', fields: { file: '${data.name}' }, claims: ['C6'] },
  'file-copy': { package: FILES, event: 'file.copy', says: 'a file is copied', fields: { file: '${data.name}', from: '${data.from}' }, claims: ['C6'] },
  'file-move': { package: FILES, event: 'file.move', says: 'a file is moved', fields: { file: '${data.name}', from: '${data.from}' }, claims: ['C6'] },
  'files-search': { package: FILES, event: 'files.search', says: 'files are searched for', fields: { term: '${data.term}' }, claims: ['C6'] },
  'category': { package: FILES, event: 'category.open', says: 'a category of File Manager is opened', fields: { category: '${data.category}' }, claims: ['C6'] },
  'launcher-folder': { package: HOME, event: 'launcher.folder.open', says: 'a folder of the home screen is opened', fields: { folder_title: '${data.title}' }, claims: ['C6'] },
  'swipe': { package: HOME, event: 'launcher.swipe', says: 'the home screen is swiped', fields: { from: '${data.from}', to: '${data.to}' }, claims: ['C7'] },
  'app': { package: HOME, event: 'app.open', says: 'an app is opened', fields: { app_package_name: '${data.package}' }, claims: ['C8'] },
  'app-settings': { package: HOME, event: 'app.open', data: { package: 'com.android.settings' }, says: 'Settings is opened', fields: { app_package_name: '${data.package}' }, claims: ['C8'] },
  'app-files': { package: HOME, event: 'app.open', data: { package: FILES }, says: 'File Manager is opened', fields: { app_package_name: '${data.package}' }, claims: ['C8'] },
  'app-gallery': { package: HOME, event: 'app.open', data: { package: 'com.miui.gallery' }, says: 'Gallery is opened', fields: { app_package_name: '${data.package}' }, claims: ['C8'] },
  'app-camera': { package: HOME, event: 'app.open', data: { package: 'com.android.camera' }, says: 'Camera is opened', fields: { app_package_name: '${data.package}' }, claims: ['C8'] },
  'app-messages': { package: HOME, event: 'app.open', data: { package: 'com.android.mms' }, says: 'Messages is opened', fields: { app_package_name: '${data.package}' }, claims: ['C8'] },
  'status-bar': { package: 'com.android.systemui', event: 'shade.open', says: 'the status bar is pulled down', fields: { view: 'notification_control_center' }, claims: ['C7'] },
  'status-bar-closed': { package: 'com.android.systemui', event: 'shade.close', says: 'the status bar is pushed back up', fields: { view: 'notification_control_center', state: 'closed' }, claims: ['C7'] },
  'quick-setting': { package: 'com.android.systemui', event: 'tile.toggle', says: 'a quick setting is tapped', fields: { tile: '${data.tile}' }, claims: ['C7'] },
  'settings-page': { package: 'com.android.settings', event: 'settings.open', says: 'a page of Settings is opened', fields: { page: '${data.page}', fragment: '${data.fragment}' }, claims: ['C7'] },
  'settings-scroll': { package: 'com.android.settings', event: 'settings.scroll', says: 'the list of Settings is swiped through', fields: { page: 'settings_${data.page}' }, claims: ['C7'] },
  'settings-toggle': { package: 'com.android.settings', event: 'settings.toggle', says: 'a setting is turned over', fields: { key: '${data.key}', value: '${data.value}' }, claims: ['C7'] },
  'settings-search': { package: 'com.android.settings', event: 'settings.search', says: 'the settings are searched', fields: { term: '${data.term}' }, claims: ['C7'] },
  'recents': { package: HOME, event: 'recents.open', says: 'the recent apps are shown', fields: { view: 'recents' }, claims: ['C7'] },
  'recents-return': { package: HOME, event: 'recents.task.open', says: 'an app is gone back to', fields: { app_package_name: '${data.package}' }, claims: ['C8'] },
  'recents-end': { package: HOME, event: 'recents.task.remove', says: 'an app is ended among the recent ones', fields: { app_package_name: '${data.package}' }, claims: ['C8'] },
  'song': { package: PLAYER, event: 'song.play', says: 'a song is played', fields: { song: '${data.title}', artist: '${data.artist}', started_at: '${time}' }, claims: ['C9'] },
  'song-pause': { package: PLAYER, event: 'song.pause', says: 'a song is paused', fields: { song: '${data.title}', artist: '${data.artist}' }, claims: ['C9'] },
  'song-skip': { package: PLAYER, event: 'song.skip', says: 'a song is skipped', fields: { song: '${data.title}' }, claims: ['C9'] },
  'music-search': { package: PLAYER, event: 'music.search', says: 'music is searched for', fields: { term: '${data.term}' }, claims: ['C9'] },
  'playlist-create': { package: PLAYER, event: 'playlist.create', says: 'a playlist is created', fields: { playlist: '${data.name}' }, claims: ['C9'] },
  'playlist-add': { package: PLAYER, event: 'playlist.add', says: 'a song is added to a playlist', fields: { playlist: '${data.name}', song: '${data.title}' }, claims: ['C9'] },
  'playlist-play': { package: PLAYER, event: 'playlist.play', says: 'a playlist is played', fields: { playlist: '${data.name}', songs: '${data.count}' }, claims: ['C9'] },
  'music-decline': { package: PLAYER, event: 'consent', data: { given: 'no' }, says: 'the agreement of Music is declined', fields: { consent: '${data.given}' }, claims: ['C17'] },
  'picture-taken': { package: 'com.android.camera', event: 'picture.take', says: 'a picture is taken', fields: { name: '${data.name}', path: '${data.path}' }, claims: ['C16'] },
  'picture-viewed': { package: 'com.miui.gallery', event: 'picture.view', says: 'a picture is looked at', fields: { name: '${data.name}' }, claims: ['C16'] },
  'picture-reviewed': { package: 'com.miui.gallery', event: 'picture.view', says: 'the picture just taken is looked at', fields: { name: '${data.name}' }, claims: ['C16'] },
  'message-received': { package: 'com.android.mms', event: 'sms.receive', says: 'a message is received', fields: { from: '${data.from}', text: '${data.text}' }, claims: ['C16'] },
  'message-stored': { package: 'com.android.mms', event: 'sms.store', says: 'a message lies in the inbox', fields: { from: '${data.from}', text: '${data.text}' }, claims: ['C16'] },
  'message-read': { package: 'com.android.mms', event: 'sms.read', says: 'a message is read', fields: { from: '${data.from}', unread: '${data.count}' }, claims: ['C16'] },
  'screen-on': { package: 'com.android.systemui', event: 'screen.on', says: 'the screen turns on', fields: { state: 'on' }, claims: ['C15'] },
  'idle': { package: 'com.android.systemui', event: 'screen.off', says: 'the phone is laid down, its screen off', fields: { state: 'idle' }, claims: ['C15'] },
  'screen-off': { package: 'com.android.systemui', event: 'screen.off', says: 'the screen turns off', fields: { state: 'off' }, claims: ['C15'] },
} as const satisfies Readonly<Record<string, Moment>>;

export type MomentName = keyof typeof MOMENTS;
