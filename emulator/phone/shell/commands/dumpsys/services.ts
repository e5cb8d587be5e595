import { print, type Invocation } from '../../process/invocation.ts';
import { allProcesses } from '../../tools/processes.ts';

/** `BatteryManager.BATTERY_PLUGGED_*`. */
const PLUG_TYPES = { none: 0, ac: 1, usb: 2, wireless: 4 } as const;

/** `dumpsys power`. */
export function dumpPower(invocation: Invocation): number {
  const isOn = invocation.phone.services.display.isOn();
  const battery = invocation.phone.system.battery.state();
  const staysOn = invocation.phone.services.settings.get('global', 'stay_on_while_plugged_in') ?? '0';
  return print(invocation, `POWER MANAGER (dumpsys power)

Power Manager State:
  mDirty=0x0
  mWakefulness=${isOn ? 'Awake' : 'Asleep'}
  mWakefulnessChanging=false
  mIsPowered=${battery.plugged !== 'none'}
  mPlugType=${PLUG_TYPES[battery.plugged]}
  mBatteryLevel=${battery.level}
  mStayOn=${staysOn !== '0' && battery.plugged !== 'none'}
  mHoldingDisplaySuspendBlocker=${isOn}
  mStayOnWhilePluggedInSetting=${staysOn}

Display Power: state=${isOn ? 'ON' : 'OFF'}
`);
}

/** `dumpsys cpuinfo`: what runs, at rest. */
export function dumpCpuinfo(invocation: Invocation): number {
  const rows = allProcesses(invocation).filter(({ uid }) => uid >= 1000).map(({ pid, name }) => `  0.1% ${pid}/${name}: 0% user + 0% kernel\n`);
  return print(invocation, `Load: 1.01 / 1.02 / 1.03\nCPU usage from 60000ms to 0ms ago:\n${rows.join('')}2.1% TOTAL: 1.2% user + 0.8% kernel + 0% iowait + 0% irq + 0% softirq\n`);
}

/** `dumpsys meminfo [package|pid]`. */
export function dumpMeminfo(invocation: Invocation): number {
  const [wanted] = invocation.args.filter((word) => !word.startsWith('-'));
  const { clock } = invocation.phone.system;
  const heading = `Applications Memory Usage (in Kilobytes):\nUptime: ${clock.uptimeMs()} Realtime: ${clock.uptimeMs()}\n`;
  const processes = allProcesses(invocation).filter(({ name }) => name.includes('.'));
  if (wanted === undefined) {
    const rows = processes.map(({ name, pid }) => `     54,321K: ${name} (pid ${pid})\n`);
    return print(invocation, `${heading}\nTotal PSS by process:\n${rows.join('')}\nTotal RAM: 3,767,208K (status normal)\n Free RAM: 1,812,000K\n Used RAM: 1,955,208K\n`);
  }
  const found = processes.find(({ name, pid }) => name === wanted || String(pid) === wanted);
  if (found === undefined) return print(invocation, `No process found for: ${wanted}\n`);
  return print(invocation, `${heading}
** MEMINFO in pid ${found.pid} [${found.name}] **
                   Pss  Private  Private  SwapPss     Heap     Heap     Heap
                 Total    Dirty    Clean    Dirty     Size    Alloc     Free
                ------   ------   ------   ------   ------   ------   ------
  Native Heap    12000    11900        0        0    20480    12800     7679
  Dalvik Heap     8000     7900        0        0    12288     8192     4096
        TOTAL    54321    40100     6000        0    32768    20992    11775

 App Summary
                       Pss(KB)
                        ------
           Java Heap:     8000
         Native Heap:    12000
               TOTAL:    54321       TOTAL SWAP PSS:        0
`);
}

/** `dumpsys alarm`. */
export function dumpAlarm(invocation: Invocation): number {
  const { clock } = invocation.phone.system;
  const now = clock.now();
  return print(invocation, `Current Alarm Manager state:\n  nowRTC=${now}=${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} nowELAPSED=${clock.uptimeMs()}\n  Pending alarm batches: 0\n`);
}

/** `dumpsys notification`: who may listen, and that nothing is shown. */
export function dumpNotification(invocation: Invocation): number {
  const listeners = (invocation.phone.services.settings.get('secure', 'enabled_notification_listeners') ?? '').split(':').filter((name) => name !== '');
  return print(invocation, `Current Notification Manager state:\n  Notification List:\n\n  Notification listeners:\n    Allowed notification listeners:\n      userId: 0 value: ${listeners.join(':')} isPrimary: true\n`);
}

/** `dumpsys wifi`. */
export function dumpWifi(invocation: Invocation): number {
  const isOn = invocation.phone.services.settings.get('global', 'wifi_on') !== '0';
  return print(invocation, `Wi-Fi is ${isOn ? 'enabled' : 'disabled'}\nVerbose logging is off\nStay-awake conditions: ${invocation.phone.services.settings.get('global', 'stay_on_while_plugged_in') ?? '0'}\nmInIdleMode false\nmScanPending false\n`);
}

/** `dumpsys input`. */
export function dumpInput(invocation: Invocation): number {
  const { display } = invocation.phone.services;
  return print(invocation, `INPUT MANAGER (dumpsys input)

Event Hub State:
  BuiltInKeyboardId: -2
  Devices:
    2: touchscreen
      Classes: 0x00000014
      Enabled: true

Input Reader State:
  Device 2: touchscreen
    Touch Input Mapper (mode - direct):
      SurfaceWidth: ${display.widthPx}px
      SurfaceHeight: ${display.heightPx}px
      SurfaceOrientation: 0
      Viewport: displayId=0, orientation=0, logicalFrame=[0, 0, ${display.widthPx}, ${display.heightPx}]

Input Dispatcher State:
  DispatchEnabled: 1
  DispatchFrozen: 0
`);
}
