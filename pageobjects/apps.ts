import { MiBrowserPro } from './browser/mi-browser-pro.page.ts';
import { MiBrowser } from './browser/mi-browser.page.ts';
import { MintBrowser } from './browser/mint-browser.page.ts';
import { Camera } from './camera/camera.page.ts';
import { FileManager } from './file-manager/file-manager.page.ts';
import { Gallery } from './gallery/gallery.page.ts';
import { Launcher } from './launcher/launcher.page.ts';
import { Recents } from './launcher/recents.page.ts';
import { StatusBar } from './launcher/status-bar.page.ts';
import { Messages } from './messages/messages.page.ts';
import { Music } from './music/music.page.ts';
import { Settings } from './settings/settings.page.ts';

/** Every app that has a page object. A new one is added here. */
export const APPS = [MiBrowser, MiBrowserPro, MintBrowser, FileManager, Music, Launcher, StatusBar, Recents, Settings, Camera, Gallery, Messages] as const;
