/** What stands where on the home screen; an icon is drawn only when its package is installed. */
export type HomeItem = { readonly packageName: string; readonly title: string } | { readonly folder: string; readonly items: readonly HomeIcon[] };

/** One app on the home screen. */
export interface HomeIcon {
  readonly packageName: string;
  readonly title: string;
}

const icon = (packageName: string, title: string): HomeIcon => ({ packageName, title });

/** The pages, as a Redmi Note 8 of a global build might have them. Invented. */
export const HOME_PAGES: readonly (readonly HomeItem[])[] = [
  [
    icon('com.android.settings', 'Settings'),
    icon('com.mi.android.globalFileexplorer', 'File Manager'),
    icon('com.android.fileexplorer', '文件管理'),
    icon('com.miui.player', 'Music'),
    icon('com.mi.globalbrowser', 'Mi Browser'),
    icon('com.android.browser', '浏览器'),
    icon('com.miui.gallery', 'Gallery'),
    icon('com.miui.securitycenter', 'Security'),
    {
      folder: 'Tools',
      items: [icon('com.miui.calculator', 'Calculator'), icon('com.miui.notes', 'Notes'), icon('com.android.deskclock', 'Clock'), icon('com.android.providers.downloads.ui', 'Downloads')],
    },
  ],
  [
    { folder: 'Google', items: [icon('com.android.chrome', 'Chrome'), icon('com.google.android.apps.maps', 'Maps'), icon('com.android.vending', 'Play Store')] },
    { folder: 'More apps', items: [icon('com.miui.weather2', 'Weather'), icon('com.miui.videoplayer', 'Mi Video'), icon('com.xiaomi.midrop', 'ShareMe')] },
    icon('com.xiaomi.mipicks', 'GetApps'),
    icon('com.xiaomi.market', '应用商店'),
    icon('com.android.thememanager', 'Themes'),
  ],
  [icon('com.android.soundrecorder', 'Recorder'), icon('com.android.calendar', 'Calendar'), icon('com.miui.bugreport', 'Feedback'), icon('com.mi.globalbrowser.mini', 'Mint Browser')],
];

/** The folder in which GetApps offers apps, and what it offers. Invented names. */
export const PROMOTED_FOLDER = 'More apps';
export const PROMOTED: readonly string[] = ['Bubble Farm', 'Quick Loans', 'Sticker Cam'];

/** The row at the foot of every page. */
export const HOTSEAT: readonly HomeIcon[] = [
  icon('com.android.contacts', 'Phone'),
  icon('com.android.mms', 'Messages'),
  icon('com.mi.globalbrowser', 'Mi Browser'),
  icon('com.android.browser', '浏览器'),
  icon('com.android.camera', 'Camera'),
];
