import { print, type Invocation } from '../../process/invocation.ts';
import { shortComponent } from '../am/intent.ts';
import { token } from './package.ts';

/** `dumpsys window [displays|windows|policy]`. */
export function dumpWindow(invocation: Invocation): number {
  const [part = 'all'] = invocation.args.filter((word) => word !== '-a');
  const parts: Readonly<Record<string, readonly ((invocation: Invocation) => string)[]>> = {
    all: [policy, displays, windows], displays: [displays, focus], windows: [windows], w: [windows], d: [displays, focus], policy: [policy], p: [policy],
  };
  const chosen = parts[part];
  if (chosen === undefined) return print(invocation, `Bad window command, or no windows match: ${part}\nUse -h for help.\n`);
  return print(invocation, chosen.map((write) => write(invocation)).join('\n'));
}

function focus(invocation: Invocation): string {
  const { packageName, activity, title: ownTitle } = invocation.phone.services.activities.focused();
  const component = `${packageName}/${activity}`;
  const short = shortComponent(component);
  const title = invocation.phone.services.display.isLocked() ? 'StatusBar Keyguard' : ownTitle ?? component;
  return `  mCurrentFocus=Window{${token(component)} u0 ${title}}
  mFocusedApp=AppWindowToken{${token(`${component}w`)} token=Token{${token(`${component}t`)} ActivityRecord{${token(activity)} u0 ${short} t12}}}
`;
}

function windows(invocation: Invocation): string {
  const { packageName, activity } = invocation.phone.services.activities.focused();
  const component = `${packageName}/${activity}`;
  const { display } = invocation.phone.services;
  return `WINDOW MANAGER WINDOWS (dumpsys window windows)
  Window #1 Window{${token('StatusBar')} u0 StatusBar}:
    mDisplayId=0 stackId=0 mSession=Session{${token('session')} 1400:u0a10025} mClient=android.os.BinderProxy@${token('client')}
    mOwnerUid=10025 mShowToOwnerOnly=false package=com.android.systemui appop=NONE
  Window #0 Window{${token(component)} u0 ${component}}:
    mDisplayId=0 rootTaskId=12 package=${packageName} appop=NONE
    Requested w=${display.widthPx} h=${display.heightPx} mLayoutSeq=100

${focus(invocation)}  mInTouchMode=true mLastDisplayFreezeDuration=0
`;
}

function displays(invocation: Invocation): string {
  const { display } = invocation.phone.services;
  const size = `${display.widthPx}x${display.heightPx}`;
  return `WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)
  Display: mDisplayId=0
    init=${size} ${display.densityDpi}dpi cur=${size} app=${size} rng=${display.widthPx}x${display.widthPx}-${display.heightPx}x${display.heightPx}
    deferred=false mLayoutNeeded=false
`;
}

function policy(invocation: Invocation): string {
  const { display } = invocation.phone.services;
  return `WINDOW MANAGER POLICY STATE (dumpsys window policy)
    mSystemReady=true mSystemBooted=true
    mAwake=${display.isOn()} mScreenOnEarly=${display.isOn()} mScreenOnFully=${display.isOn()}
    KeyguardServiceDelegate
      showing=${display.isLocked()}
      screenState=${display.isOn() ? 'SCREEN_STATE_ON' : 'SCREEN_STATE_OFF'}
    mShowingLockscreen=${display.isLocked()} mShowingDream=false mDreamingLockscreen=false
`;
}
