import { print, type Invocation } from '../../process/invocation.ts';
import { allProcesses } from '../../tools/processes.ts';
import { userName } from '../../tools/users.ts';
import { shortComponent } from '../am/intent.ts';
import { token } from './package.ts';

/** `dumpsys activity [services|processes|activities|top|…] [package]`. */
export function dumpActivity(invocation: Invocation): number {
  const [part, ...args] = invocation.args;
  switch (part) {
    case 'services':
    case 's': return services(invocation, args);
    case 'processes':
    case 'p': return processes(invocation);
    case 'activities':
    case 'a':
    case 'top':
    case 'recents': return activities(invocation);
    case undefined: return activities(invocation) || services(invocation, args) || processes(invocation);
    default: return print(invocation, `Bad activity command, or no activities match: ${part}\nUse -h for help.\n`);
  }
}

/** The one foreground service this phone runs for others is that of Appium's settings app. */
function services(invocation: Invocation, args: readonly string[]): number {
  const [filter = ''] = args.filter((word) => !word.startsWith('-'));
  const [packageName = '', wanted] = filter.split('/');
  const process = invocation.phone.system.processes.byName('io.appium.settings');
  const isAsked = filter === '' || packageName === 'io.appium.settings';
  print(invocation, 'ACTIVITY MANAGER SERVICES (dumpsys activity services)\n');
  if (process === undefined || !isAsked || (wanted !== undefined && wanted !== '.ForegroundService')) return print(invocation, '  (nothing)\n');
  const name = 'io.appium.settings/.ForegroundService';
  return print(invocation, `  User 0 active services:
  * ServiceRecord{${token(name)} u0 ${name}}
    intent={act=start cmp=${name}}
    packageName=io.appium.settings
    processName=io.appium.settings
    app=ProcessRecord{${token(process.name)} ${process.pid}:io.appium.settings/${userName(process.uid).replace('_', '')}}
    isForeground=true foregroundId=1 foregroundNoti=Notification(channel=main_channel)
    startRequested=true delayedStop=false stopIfKilled=false callStart=true lastStartId=1
`);
}

function processes(invocation: Invocation): number {
  const lines = allProcesses(invocation)
    .filter((process) => process.uid >= 1000 && /\./.test(process.name))
    .map((process) => `  *APP* UID ${process.uid} ProcessRecord{${token(process.name)} ${process.pid}:${process.name}/${userName(process.uid).replace('_', '')}}\n`);
  return print(invocation, `ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)\n  All known processes:\n${lines.join('')}`);
}

function activities(invocation: Invocation): number {
  const { packageName, activity } = invocation.phone.services.activities.focused();
  const record = `ActivityRecord{${token(activity)} u0 ${shortComponent(`${packageName}/${activity}`)} t12}`;
  return print(invocation, `ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)
Display #0 (activities from top to bottom):

  Stack #1: type=standard mode=fullscreen
    Task id #12
    * TaskRecord{${token(packageName)} #12 A=${packageName} U=0 StackId=1 sz=1}
      Run #0: ${record}

    mResumedActivity: ${record}
  ResumedActivity: ${record}
`);
}
