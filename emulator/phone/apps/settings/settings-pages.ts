import type { SettingsNamespace } from '../../system/services.ts';
import type { Condition, Effects, Template } from '../app-definition.ts';

/** A row of a settings page. */
export type SettingsRow =
  | { readonly page: string; readonly when?: Condition }
  | { readonly toggle: string; readonly namespace: SettingsNamespace; readonly key: string; readonly on: string; readonly off: string }
  | { readonly info: string; readonly summary: Template; readonly onTap?: Effects }
  /** Something the app itself does or chooses. */
  | { readonly action: string; readonly summary?: Template; readonly checked?: Condition; readonly when?: Condition; readonly onTap: Effects }
  | { readonly web: string; readonly url: string };

/** A page of the settings app. */
export interface SettingsPage {
  readonly title: string;
  readonly fragment: string;
  /** Intents that open it. */
  readonly actions?: readonly string[];
  readonly rows: readonly SettingsRow[];
}

const toggle = (title: string, setting: `${SettingsNamespace}/${string}`, on = '1', off = '0'): SettingsRow => {
  const [namespace, key] = setting.split('/');
  return { toggle: title, namespace: namespace === 'global' || namespace === 'system' ? namespace : 'secure', key: key ?? '', on, off };
};

const to = (page: string, when?: Condition): SettingsRow => ({ page, ...(when === undefined ? {} : { when }) });

const call = (operation: string, args: Readonly<Record<string, string>> = {}): Effects => [{ do: 'call', operation, with: args }];

const network = (name: string, state: Template): SettingsRow => ({ action: name, summary: state, when: 'setting.global.wifi_on=1', onTap: call('joinNetwork', { name }) });

const language = (tag: string, name: string): SettingsRow => ({ action: name, checked: `model.language=${tag}`, onTap: call('language', { to: tag }) });

/** Rows of the main page: page ids, top to bottom. */
export const MAIN_ROWS: readonly string[] = [
  'sim', 'wlan', 'bluetooth', 'about', 'notifications', 'display', 'sound', 'battery', 'apps', 'security', 'location', 'wallpaper', 'storage', 'accounts', 'additional',
];

/** Every page by its id. Titles are those of a global MIUI; fragments are AOSP's unless MIUI has its own. */
export const SETTINGS_PAGES: Readonly<Record<string, SettingsPage>> = {
  wlan: { title: 'WLAN', fragment: 'com.android.settings.wifi.WifiSettings', actions: ['android.settings.WIFI_SETTINGS'], rows: [toggle('WLAN', 'global/wifi_on'), network('Earshot', 'Connected'), network('Kontor-5G', 'Saved'), network('Cafe', 'Secured')] },
  bluetooth: {
    title: 'Bluetooth', fragment: 'com.android.settings.connecteddevice.BluetoothDashboardFragment', actions: ['android.settings.BLUETOOTH_SETTINGS'],
    rows: [toggle('Bluetooth', 'global/bluetooth_on')],
  },
  sim: {
    title: 'SIM cards & mobile networks', fragment: 'com.android.settings.network.MobileNetworkSettings',
    rows: [toggle('Mobile data', 'global/mobile_data'), toggle('Aeroplane mode', 'global/airplane_mode_on')],
  },
  display: {
    title: 'Display', fragment: 'com.android.settings.DisplaySettings', actions: ['android.settings.DISPLAY_SETTINGS'],
    rows: [toggle('Dark mode', 'secure/ui_night_mode', '2', '1'), toggle('Automatic brightness', 'system/screen_brightness_mode'), toggle('Auto-rotate', 'system/accelerometer_rotation')],
  },
  sound: {
    title: 'Sound & vibration', fragment: 'com.android.settings.notification.SoundSettings', actions: ['android.settings.SOUND_SETTINGS'],
    rows: [toggle('Touch sounds', 'system/sound_effects_enabled'), toggle('Vibrate on tap', 'system/haptic_feedback_enabled')],
  },
  notifications: {
    title: 'Notifications', fragment: 'com.android.settings.notification.ConfigureNotificationSettings', rows: [toggle('App icon badges', 'secure/notification_badging')],
  },
  battery: { title: 'Battery & performance', fragment: 'com.android.settings.fuelgauge.PowerUsageSummary', rows: [toggle('Battery saver', 'global/low_power')] },
  apps: { title: 'Apps', fragment: 'com.android.settings.applications.ManageApplications', actions: ['android.settings.APPLICATION_SETTINGS', 'android.settings.MANAGE_APPLICATIONS_SETTINGS'], rows: [] },
  location: {
    title: 'Location', fragment: 'com.android.settings.location.LocationSettings', actions: ['android.settings.LOCATION_SOURCE_SETTINGS'],
    rows: [toggle('Location access', 'secure/location_mode', '3', '0')],
  },
  security: {
    title: 'Passwords & security', fragment: 'com.android.settings.security.SecuritySettings', actions: ['android.settings.SECURITY_SETTINGS'], rows: [to('privacy'), to('revocation')],
  },
  privacy: {
    title: 'Privacy', fragment: 'com.android.settings.privacy.PrivacySettings', actions: ['android.settings.PRIVACY_SETTINGS'], rows: [to('experience'), to('ads')],
  },
  revocation: { title: 'Authorization & revocation', fragment: 'com.android.settings.AuthorizationRevocationFragment', rows: [] },
  experience: {
    title: 'User Experience Program', fragment: 'com.android.settings.UserExperienceProgramFragment', actions: ['miui.intent.action.USER_EXPERIENCE_PROGRAM'], rows: [toggle('User Experience Program', 'secure/upload_log_pref')],
  },
  ads: {
    title: 'Ad services', fragment: 'com.android.settings.ad.AdServiceSettings', actions: ['miui.intent.action.AD_SERVICES_SETTINGS'],
    rows: [toggle('Personalized ad recommendations', 'secure/personalized_ad_enabled')],
  },
  about: {
    title: 'About phone', fragment: 'com.android.settings.device.MiuiMyDeviceSettings', actions: ['android.settings.DEVICE_INFO_SETTINGS'],
    rows: [
      { info: 'Device name', summary: '${setting.global.device_name}' },
      { info: 'Model', summary: '${model.model}' },
      { info: 'MIUI version', summary: '${model.miuiVersion}', onTap: call('tapVersion') },
      { info: 'Android version', summary: '${model.androidVersion}' },
      { info: 'Android security update', summary: '${model.securityPatch}' },
      to('status'),
      to('legal'),
    ],
  },
  status: {
    title: 'Status', fragment: 'com.android.settings.deviceinfo.StatusInfo',
    rows: [
      { info: 'IMEI', summary: '${model.imei}' },
      { info: 'Serial number', summary: '${model.serial}' },
      { info: 'WLAN MAC address', summary: '${model.wifiMac}' },
      { info: 'Android ID', summary: '${setting.secure.android_id}' },
      { info: 'Build number', summary: '${model.buildId}' },
    ],
  },
  legal: {
    title: 'Legal information', fragment: 'com.android.settings.LegalSettings',
    rows: [{ web: 'User agreement', url: 'https://privacy.mi.com/all/en_US/agreement' }, { web: 'Privacy policy', url: 'https://privacy.mi.com/all/en_US' }],
  },
  additional: { title: 'Additional settings', fragment: 'com.android.settings.OtherPersonalSettings', rows: [to('language'), to('date'), to('developer', 'setting.global.development_settings_enabled=1')] },
  language: {
    title: 'Language & input', fragment: 'com.android.settings.language.LanguageAndInputSettings', actions: ['android.settings.LOCALE_SETTINGS'],
    rows: [language('en-GB', 'English (United Kingdom)'), language('en-US', 'English (United States)'), language('zh-CN', '简体中文'), language('da-DK', 'Dansk')],
  },
  developer: {
    title: 'Developer options', fragment: 'com.android.settings.development.DevelopmentSettingsDashboardFragment', actions: ['android.settings.APPLICATION_DEVELOPMENT_SETTINGS'],
    rows: [toggle('USB debugging', 'global/adb_enabled'), toggle('Stay awake', 'global/stay_on_while_plugged_in', '3', '0'), toggle('Show taps', 'system/show_touches'), toggle('Turn on MIUI optimization', 'secure/miui_optimization')],
  },
  date: {
    title: 'Date & time', fragment: 'com.android.settings.datetime.DateTimeSettings', actions: ['android.settings.DATE_SETTINGS'],
    rows: [
      toggle('Set time automatically', 'global/auto_time'), toggle('Set time zone automatically', 'global/auto_time_zone'), toggle('Use 24-hour format', 'system/time_12_24', '24', '12'),
      { info: 'Date', summary: '${model.date}' }, { info: 'Time', summary: '${phone.time}' },
    ],
  },
  wallpaper: { title: 'Wallpaper', fragment: 'com.android.settings.wallpaper.WallpaperTypeSettings', rows: [] },
  storage: { title: 'Storage', fragment: 'com.android.settings.deviceinfo.StorageDashboardFragment', rows: [] },
  accounts: { title: 'Accounts & sync', fragment: 'com.android.settings.accounts.AccountDashboardFragment', rows: [] },
};
