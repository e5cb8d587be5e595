import type { AppContext, AppModel } from '../app-model.ts';

/** What the settings app reads from the phone: versions, installed apps. */
export function createSettingsModel(context: AppContext): AppModel {
  return {
    value(name) {
      switch (name) {
        case 'miuiVersion': return context.property('ro.build.version.incremental');
        case 'androidVersion': return context.property('ro.build.version.release');
        default: return undefined;
      }
    },
    rows: () => context.packages.list()
      .filter((installed) => installed.launcherActivity !== undefined)
      .map((installed) => ({ key: installed.name, title: context.titleOf(installed.name), version: installed.versionName })),
  };
}
