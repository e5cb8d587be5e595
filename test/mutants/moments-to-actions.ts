import type { MomentName } from '../../emulator/mutants/moment.ts';

/** The action of a spec whose taps bring a moment about. */
export interface DrivenBy {
  /** As verdicts name it: the path below `specs/`, without `.spec.ts`, and of a spec for a family of apps the app: `browser/visiting@mi-browser`; with the consent setup it needs. */
  readonly spec: string;
  readonly action: string;
}

/** A moment that no taps over adb bring about. */
export interface NotDriven {
  readonly action: undefined;
  readonly why: string;
}

const VISITING = 'browser/visiting@mi-browser';
const NEWS = 'browser/news@mi-browser';
const PAGES = 'browser/working-with-pages@mi-browser';
const MINT = 'browser/visiting@mint-browser';
const FOLDERS = 'file-manager/folders';
const FILES = 'file-manager/working-with-files';
const SCREENS = 'launcher/screens';
const SETTINGS = 'settings/pages';
const LAUNCHES = 'launcher/starting-apps';
const RECENTS = 'launcher/switching-apps';
const MUSIC = 'music/playing';
const PLAYLISTS = 'music/playlists';

/** Which action brings which moment about, for each moment a leak can be planted in. */
export const ACTION_OF_MOMENT: Readonly<Record<MomentName, DrivenBy | NotDriven>> = {
  'visit': { spec: VISITING, action: 'visits a site' },
  'visit-incognito': { spec: VISITING, action: 'visits a site incognito' },
  'visit-loaded': { spec: VISITING, action: 'visits a site' },
  'search': { spec: VISITING, action: 'searches with DuckDuckGo' },
  'search-incognito': { spec: VISITING, action: 'searches with DuckDuckGo incognito' },
  'result': { spec: VISITING, action: 'opens a result' },
  'result-incognito': { spec: VISITING, action: 'opens a result incognito' },
  'typed': { spec: VISITING, action: 'types without going anywhere' },
  'feed-item': { spec: NEWS, action: 'opens a news item' },
  'bookmark': { spec: PAGES, action: 'bookmarks a page' },
  'download': { spec: PAGES, action: 'downloads a file' },
  'share': { spec: PAGES, action: 'shares a page' },
  'reader': { spec: PAGES, action: 'reads a page in reader mode' },
  'video': { spec: PAGES, action: 'plays a video' },
  'tab': { spec: PAGES, action: 'opens a tab' },
  'mint-visit': { spec: MINT, action: 'visits a site' },
  'mint-visit-incognito': { spec: MINT, action: 'visits a site incognito' },
  'mint-search': { spec: MINT, action: 'searches with DuckDuckGo' },
  'decline': { spec: 'consent/first-run@mi-browser+declined', action: 'declines the agreement' },
  'folder': { spec: FOLDERS, action: 'opens a folder' },
  'folder-create': { spec: FOLDERS, action: 'creates a folder' },
  'file-open': { spec: FILES, action: 'opens a file' },
  'file-rename': { spec: FILES, action: 'renames a file' },
  'file-delete': { spec: FILES, action: 'deletes a file' },
  'file-copy': { spec: FILES, action: 'copies a file' },
  'file-move': { spec: FILES, action: 'moves a file' },
  'files-search': { spec: FOLDERS, action: 'searches for a file' },
  'category': { spec: FOLDERS, action: 'opens a category' },
  'launcher-folder': { spec: SCREENS, action: 'opens a folder of icons' },
  'swipe': { spec: SCREENS, action: 'swipes to the next screen' },
  'app': { spec: SCREENS, action: 'opens an app' },
  'app-settings': { spec: LAUNCHES, action: 'opens Settings' },
  'app-files': { spec: LAUNCHES, action: 'opens File Manager' },
  'app-gallery': { spec: LAUNCHES, action: 'opens Gallery' },
  'app-camera': { spec: LAUNCHES, action: 'opens Camera' },
  'app-messages': { spec: LAUNCHES, action: 'opens Messages' },
  'status-bar': { spec: SCREENS, action: 'pulls down the status bar' },
  'status-bar-closed': { spec: SCREENS, action: 'pushes the status bar back up' },
  'quick-setting': { spec: SCREENS, action: 'taps a quick setting' },
  'settings-page': { spec: SETTINGS, action: 'opens the WLAN page' },
  'settings-scroll': { spec: SETTINGS, action: 'swipes through the list' },
  'settings-toggle': { spec: SETTINGS, action: 'turns a setting over' },
  'settings-search': { spec: SETTINGS, action: 'searches the settings' },
  'recents': { spec: RECENTS, action: 'shows the recent apps' },
  'recents-return': { spec: RECENTS, action: 'goes back to an app' },
  'recents-end': { spec: RECENTS, action: 'ends an app' },
  'song': { spec: MUSIC, action: 'plays a song' },
  'song-pause': { spec: MUSIC, action: 'pauses a song' },
  'song-skip': { spec: MUSIC, action: 'skips a song' },
  'music-search': { spec: MUSIC, action: 'searches for a song' },
  'playlist-create': { spec: PLAYLISTS, action: 'creates a playlist' },
  'playlist-add': { spec: PLAYLISTS, action: 'adds a song to a playlist' },
  'playlist-play': { spec: PLAYLISTS, action: 'plays a playlist' },
  'music-decline': { spec: 'consent/music-first-run+declined', action: 'declines the agreement of Music' },
  'picture-taken': { spec: 'camera/pictures', action: 'takes a picture' },
  'picture-viewed': { spec: 'gallery/pictures', action: 'looks at a picture' },
  'picture-reviewed': { spec: 'camera/pictures', action: 'looks at the picture taken' },
  'message-received': { action: undefined, why: 'a message comes in over the mobile network; adb has no way to bring one about' },
  'message-stored': { spec: 'messages/reading', action: 'receives a message' },
  'message-read': { spec: 'messages/reading', action: 'reads a message' },
  'screen-on': { spec: 'system/screen', action: 'turns the screen on' },
  'idle': { spec: 'system/screen', action: 'lies idle on Wi-Fi' },
  'screen-off': { spec: 'system/screen', action: 'turns the screen off' },
};
