import type { AppDefinition } from '../app-definition.ts';
import { oldRecents, recents } from './recents.ts';
import { shade } from './shade.ts';
import { statusBar } from './status-bar.ts';
import { crashed, hanging, keyguard, lowBattery, powerMenu, volume } from './system-screens.ts';
import { createTilesModel } from './tiles-model.ts';

/** What the phone itself shows around and over its apps. */
export const SYSTEM_UI_APP: AppDefinition = {
  packageName: 'com.android.systemui',
  title: 'System UI',
  icon: 'app',
  first: 'statusBar',
  state: {},
  screens: { statusBar, shade, recents, oldRecents, keyguard, powerMenu, volume, crashed, hanging, lowBattery },
  model: createTilesModel,
};
