import assert from 'node:assert/strict';
import { loadApps } from '../../../emulator/phone/apps/load-apps.ts';
import type { ViewSpec } from '../../../emulator/phone/apps/app-definition.ts';
import { loadProfile } from '../../../emulator/phone/profile/load-profile.ts';
import { knownView, viewNames } from '../../../pageobjects/selectors.ts';

const SHOWN = ['com.miui.player', 'com.android.settings', 'com.miui.home'];

describe('the words on Music, Settings and the launcher', () => {
  for (const [profile, language] of [['davinci-2020', 'zh'], ['ginkgo-2020', 'en']] as const) {
    it(`are those that the table of selectors has for a phone of that language (${profile})`, async () => {
      const definitionOf = await loadApps(await loadProfile(new URL(`../../../emulator/profiles/${profile}.json`, import.meta.url).pathname));
      const written = new Set(SHOWN.flatMap((name) => Object.values(definitionOf(name)?.screens ?? {}).flatMap(({ view }) => textsOf(view))));
      const sought = [['music', 'com.miui.player'], ['settings', 'com.android.settings']].flatMap(([app = '', packageName = '']) => viewNames(app).map((view) => knownView({ app, view, packageName }, { id: 'phone', language, packages: {} }).selector));

      const words = sought.flatMap(({ text, description }) => [text, description].filter((word) => word !== undefined));
      assert.ok(words.length > 10);
      assert.deepEqual(words.filter((word) => !written.has(word)), []);
      assert.deepEqual(SHOWN.map((name) => definitionOf(name)?.title), language === 'zh' ? ['音乐', '设置', '系统桌面'] : ['Music', 'Settings', 'System launcher']);
    });
  }
});

function textsOf({ text, desc, children = [], rows }: ViewSpec): readonly string[] {
  return [text, desc].filter((word) => typeof word === 'string').concat(...[...children, ...(rows === undefined ? [] : [rows.view])].map(textsOf));
}
