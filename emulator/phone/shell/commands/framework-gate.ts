import { print, type Invocation, type Program } from '../process/invocation.ts';

/** Commands that ask a service of the framework through `cmd`, with the first API level where they do so. */
const OVER_CMD: Readonly<Record<string, { readonly service: string; readonly since: number }>> = {
  am: { service: 'activity', since: 24 },
  appops: { service: 'appops', since: 24 },
  ime: { service: 'input_method', since: 28 },
  input: { service: 'input', since: 31 },
  pm: { service: 'package', since: 28 },
  settings: { service: 'settings', since: 24 },
  wm: { service: 'window', since: 28 },
};

/** Commands that are Java programs themselves, in every version. */
const JAVA_PROGRAMS: ReadonlySet<string> = new Set(['content', 'monkey', 'svc', 'uiautomator', ...Object.keys(OVER_CMD)]);

/** Services of native daemons, which live on without the framework. */
const NATIVE_SERVICES: readonly string[] = [
  'SurfaceFlinger', 'android.security.keystore', 'batteryproperties', 'drm.drmManager', 'gpu', 'installd', 'media.audio_flinger',
  'media.camera', 'media.player', 'netd', 'storaged', 'wificond',
];

/**
 * What takes the place of a program while the framework is down; undefined for programs that do not need it.
 *
 * The texts are those of two real phones (8.0.0 and 5.1.1) whose native part ran without the Java part. There `am` and
 * `settings` ask for their service and do not find it; a Java program does not even start.
 */
export function withoutFramework(name: string, apiLevel: number): Program | undefined {
  if (JAVA_PROGRAMS.has(name)) {
    const over = OVER_CMD[name];
    if (over !== undefined && apiLevel >= over.since) return (invocation) => serviceNotFound(invocation, over.service);
    return apiLevel < 23 ? oldLinkerError : linkerError;
  }
  switch (name) {
    case 'cmd': return cmd;
    case 'dumpsys': return dumpsys;
    case 'service': return service;
    // surfaceflinger has nothing to show before the framework was up once; the old screencap said nothing of it.
    case 'screencap': return apiLevel < 23 ? () => 0 : undefined;
    default: return undefined;
  }
}

const SERVICE_NOT_FOUND = 20;

function serviceNotFound(invocation: Invocation, service: string): number {
  return print({ stdout: invocation.stderr }, `cmd: Can't find service: ${service}\n`, SERVICE_NOT_FOUND);
}

/** 128 and SIGABRT: the dynamic linker gives up. */
const ABORTED = 134;

const linkerError: Program = ({ stderr }) => print({ stdout: stderr }, 'CANNOT LINK EXECUTABLE "app_process": library "libskia.so" not found\n', ABORTED);

const oldLinkerError: Program = ({ stderr }) => print({ stdout: stderr }, 'CANNOT LINK EXECUTABLE DEPENDENCIES: library "libpdfium.so" not found\n', 1);

const cmd: Program = (invocation) => {
  const [name] = invocation.args[0] === '-w' ? invocation.args.slice(1) : invocation.args;
  if (name === '-l') return listed(invocation);
  if (name === undefined) return print({ stdout: invocation.stderr }, 'cmd: No service specified; use -l to list all services\n', SERVICE_NOT_FOUND);
  return serviceNotFound(invocation, name);
};

const dumpsys: Program = (invocation) => {
  const words = [...invocation.args];
  while (words[0] === '-t' || words[0] === '-T') words.splice(0, 2);
  const [name] = words;
  if (name === undefined || name === '-l') return listed(invocation);
  if (name === 'batteryproperties') return batteryProperties(invocation);
  return NATIVE_SERVICES.includes(name) ? 0 : print(invocation, `Can't find service: ${name}\n`);
};

function listed(invocation: Invocation): number {
  return print(invocation, `Currently running services:\n${NATIVE_SERVICES.map((name) => `  ${name}\n`).join('')}`);
}

/** healthd's own report, up to Android 8.1. */
function batteryProperties(invocation: Invocation): number {
  const { plugged, status, health, present, level, voltageMillivolts, temperatureTenthsCelsius } = invocation.phone.system.battery.state();
  const flag = (isSet: boolean): number => (isSet ? 1 : 0);
  return print(invocation, [
    `ac: ${flag(plugged === 'ac')} usb: ${flag(plugged === 'usb')} wireless: ${flag(plugged === 'wireless')} current_max: 0 voltage_max: 0`,
    `status: ${status} health: ${health} present: ${flag(present)}`,
    `level: ${level} voltage: ${voltageMillivolts} temp: ${temperatureTenthsCelsius}`,
    '',
  ].join('\n'));
}

const service: Program = (invocation) => {
  const [verb = '', name = ''] = invocation.args;
  const isThere = NATIVE_SERVICES.includes(name);
  switch (verb) {
    case 'list': return print(invocation, `Found ${NATIVE_SERVICES.length} services:\n${NATIVE_SERVICES.map((entry, index) => `${index}\t${entry}: []\n`).join('')}`);
    case 'check': return print(invocation, `Service ${name}: ${isThere ? 'found' : 'not found'}\n`);
    case 'call': return isThere ? print(invocation, "Result: Parcel(00000000    '....')\n") : print(invocation, `service: Service ${name} does not exist\n`, 10);
    default: return print(invocation, 'Usage: service [-h|-?]\n', 10);
  }
};
