import assert from 'node:assert/strict';
import { aPhone, run } from './a-phone.ts';

/** What the UiAutomator2 driver sends while it opens and closes a session, and what it looks for in the answer. */
const COMMANDS: readonly (readonly [command: string, expected: RegExp])[] = [
  ['getprop ro.build.version.sdk', /^28\n$/],
  ['getprop ro.build.version.release', /^9\n$/],
  ['settings put global hidden_api_policy_pre_p_apps 1;settings put global hidden_api_policy_p_apps 1;settings put global hidden_api_policy 1', /^$/],
  ['echo ping', /^ping\n$/],
  ['dumpsys package io.appium.settings', /^Unable to find package: io\.appium\.settings\n$/],
  ['dumpsys activity services io.appium.settings', /^(?![^]*isForeground=true)/],
  ['cmd notification allow_listener io.appium.settings/.NLService', /^$/],
  ["mkdir -p -- '/data/local/tmp'", /^$/],
  ['cmd package resolve-activity --brief com.miui.player', /^com\.miui\.player\/\.ui\.MusicBrowserActivity$/m],
  ['cmd package list packages --show-versioncode', /^package:com\.miui\.player versionCode:120102$/m],
  ['pm clear com.miui.player', /^Success\n$/],
  ['pm list instrumentation', /^$/],
  ['dumpsys deviceidle whitelist +com.miui.player ; dumpsys deviceidle whitelist +nobody ; ', /^Added: com\.miui\.player$/m],
  ['am force-stop com.miui.player', /^$/],
  ['dumpsys window', /mShowingLockscreen=false[^]*init=1080x2340[^]*mCurrentFocus=Window\{\w+ u0 com\.miui\.home\/com\.miui\.home\.launcher\.Launcher\}/],
  ['dumpsys window displays', /^\s*mFocusedApp.+Record\{.*\scom\.miui\.home\/\.launcher\.Launcher t12\}/m],
  ['dumpsys window windows', /^\s*mCurrentFocus.+\{.+\scom\.miui\.home\/com\.miui\.home\.launcher\.Launcher\}/m],
  ['dumpsys power', /^ {2}mWakefulness=Awake$/m],
  ['wm dismiss-keyguard', /^$/],
  ['am start-activity -W -n com.mi.globalbrowser/com.android.browser.BrowserActivity -S -a android.intent.action.MAIN -c android.intent.category.LAUNCHER -f 0x10200000', /^Status: ok$/m],
  ['ps --help', /-A\t/],
  ['ps -A', /^USER +PID +PPID .*NAME\n[^]*\d+ +571 .* S com\.miui\.home$/m],
  ['settings delete global hidden_api_policy', /^Deleted 0 rows\n$/],
  ['dumpsys activity processes', /ProcessRecord\{\w+ 2001:com\.miui\.home\/u0a50\}/],
  ['cat /proc/net/unix', /^Num +RefCount Protocol/],
  ['dumpsys input_method', /mInputShown=false[^]*mIsInputViewShown=false/],
  ['settings get secure default_input_method', /^com\.\S+\n$/],
  ['dumpsys SurfaceFlinger --display-id', /^Display \d+ \(HWC display 0\): port=\d+ pnpId=\w+ displayName=/],
  ['settings get global wifi_on', /^1\n$/],
  ['cmd -w wifi set-wifi-enabled disabled', /^$/],
  ['pm grant com.miui.player android.permission.READ_EXTERNAL_STORAGE ; dumpsys package com.miui.player', /^\s+android\.permission\.READ_EXTERNAL_STORAGE: granted=true$/m],
  ['pm grant com.miui.player android.permission.READ_EXTERNAL_STORAGE ; pm clear com.miui.player ; dumpsys package com.miui.player', /^\s+android\.permission\.READ_EXTERNAL_STORAGE: granted=false$/m],
  ['date +%Y-%m-%dT%T%z', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000\n$/],
  ['am start -W -a android.intent.action.VIEW -d http://news.test/secret com.mi.globalbrowser', /^Starting: Intent \{ act=android\.intent\.action\.VIEW dat=http:\/\/news\.test\/\.\.\. pkg=com\.mi\.globalbrowser \}$/m],
  ['pm path com.nobody 2>/dev/null; echo $?', /^1\n$/],
];

describe('a shell on the emulated phone, asked by the UiAutomator2 driver', () => {
  for (const [command, expected] of COMMANDS) {
    it(`answers ${command.slice(0, 70)}`, async () => {
      const { stdout, exitCode } = await run(aPhone(), command);

      assert.match(stdout, expected);
      assert.equal(exitCode, 0);
    });
  }

  it('refuses to start what is not there in the words the driver looks for', async () => {
    const { stderr } = await run(aPhone(), 'am start-activity -n com.nobody/.Main');

    assert.equal(stderr, 'Error type 3\nError: Activity class {com.nobody/com.nobody.Main} does not exist.\n');
  });

  it('hands touches and keys to the display', async () => {
    const phone = aPhone();

    await run(phone, 'input tap 10 20; input touchscreen swipe 1 2 3 4 500; input text a%sb; input keyevent 26 KEYCODE_HOME A');

    assert.deepEqual(phone.touched, ['tap 10 20', 'swipe 1 2 3 4 500', 'type a b', 'key 26', 'key 3', 'key 29']);
  });
});
