import { print, type Invocation } from '../../process/invocation.ts';

/** `dumpsys display`. */
export function dumpDisplay(invocation: Invocation): number {
  const { display } = invocation.phone.services;
  return print(invocation, `DISPLAY MANAGER (dumpsys display)
  mGlobalDisplayState=${display.isOn() ? 'ON' : 'OFF'}
  Display Devices: size=1
    DisplayDeviceInfo{"Built-in Screen": uniqueId="local:0", ${display.widthPx} x ${display.heightPx}, modeId 1, defaultModeId 1, density ${display.densityDpi}, ${display.densityDpi}.0 x ${display.densityDpi}.0 dpi, appVsyncOff 1000000, presDeadline 16666666, touch INTERNAL, rotation 0, type BUILT_IN, state ${display.isOn() ? 'ON' : 'OFF'}, FLAG_DEFAULT_DISPLAY}
  mScreenState=${display.isOn() ? 'ON' : 'OFF'}
`);
}

/** `dumpsys SurfaceFlinger [--display-id]`. */
export function dumpSurfaceFlinger(invocation: Invocation): number {
  if (invocation.args[0] === '--display-id') {
    return print(invocation, 'Display 19260422155234049 (HWC display 0): port=129 pnpId=QCM displayName=""\n');
  }
  return print(invocation, 'Build configuration: [sf PRESENT_TIME_OFFSET=0]\nDisplay 19260422155234049 HWC layers:\n');
}

/** `dumpsys input_method`. */
export function dumpInputMethod(invocation: Invocation): number {
  const { display, settings } = invocation.phone.services;
  const isShown = display.isKeyboardShown();
  return print(invocation, `Current Input Method Manager state:
  Input Methods: mMethodMapUpdateCount=1
  mCurMethodId=${settings.get('secure', 'default_input_method') ?? 'null'}
  mShowRequested=${isShown} mShowExplicitlyRequested=false mShowForced=false mInputShown=${isShown}
  mSystemReady=true mInteractive=${display.isOn()}
  mDecorViewVisible=${isShown} mWindowVisible=${isShown}
  mIsInputViewShown=${isShown}
`);
}

/**
 * `dumpsys deviceidle [get deep|light | force-idle [deep|light] | unforce | whitelist [+package|-package]…]`.
 *
 * https://android.googlesource.com/platform/frameworks/base/+/refs/tags/android-9.0.0_r3/services/core/java/com/android/server/DeviceIdleController.java
 */
export function dumpDeviceIdle(invocation: Invocation): number {
  const [part, ...changes] = invocation.args;
  const { idleWhitelist: list, idleStates } = invocation.phone.state;
  const stateOf = (kind: 'deep' | 'light'): string => idleStates.get(kind) ?? 'ACTIVE';
  const kind = changes[0] === 'light' ? 'light' : 'deep';
  switch (part) {
    case 'whitelist': break;
    case 'get': return print(invocation, `${stateOf(kind)}\n`);
    case 'force-idle':
      if (kind === 'deep') idleStates.set('light', 'OVERRIDE');
      idleStates.set(kind, 'IDLE');
      return print(invocation, `Now forced in to ${kind} idle mode\n`);
    case 'unforce':
      idleStates.clear();
      return print(invocation, 'Light state: ACTIVE, deep state: ACTIVE\n');
    case undefined:
    default: return print(invocation, `  Settings:\n  mLightEnabled=true  mDeepEnabled=true\n  mState=${stateOf('deep')}\n  mLightState=${stateOf('light')}\n`);
  }
  if (changes.length === 0) {
    return print(invocation, ['system-excidle,com.android.shell,2000', ...[...list].map((name) => `user,${name},${invocation.phone.services.packages.get(name)?.uid ?? 0}`)].map((line) => `${line}\n`).join(''));
  }
  for (const change of changes) {
    const name = change.slice(1);
    if (change.startsWith('-')) {
      if (list.delete(name)) print(invocation, `Removed: ${name}\n`);
    } else if (invocation.phone.services.packages.get(name) === undefined) print(invocation, `Unknown package: ${name}\n`);
    else {
      list.add(name);
      print(invocation, `Added: ${name}\n`);
    }
  }
  return 0;
}

/** `dumpsys account`: nobody is signed in but the account among the phone's settings. */
export function dumpAccount(invocation: Invocation): number {
  const name = invocation.phone.services.settings.get('secure', 'xiaomi_account_name');
  const accounts = name === undefined ? [] : [`    Account {name=${name}, type=com.xiaomi}\n`];
  return print(invocation, `User UserInfo{0:Owner:13}:\n  Accounts: ${accounts.length}\n${accounts.join('')}\n`);
}
