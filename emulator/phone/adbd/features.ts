/** How adbd of one Android version differs from others. */
export interface AdbdGeneration {
  /** Features of the banner, in its order; only what this adbd really does. */
  readonly features: readonly string[];
  /** What it answers a host's CNXN with. Payloads carry a sum up to Android 8.1. */
  readonly protocolVersion: number;
  readonly maxPayloadBytes: number;
  /** Commands without shell protocol run on a terminal: CR LF line ends. Up to Android 6. */
  readonly terminalForCommands: boolean;
  /** Errors of `sync:` say what could not be done, not only why. Since Android 7. */
  readonly syncErrorsSayWhat: boolean;
  /** Transports are called `host-<n>` in `reverse --list`, not `host`. Since Android 8. */
  readonly numberedTransports: boolean;
  /** `DDMS_RAWIMAGE_VERSION` of `framebuffer:`; 2 tells the colour space. Since Android 8.1. */
  readonly framebufferVersion: 1 | 2;
}

/** One line of the table: what adbd of an Android version says in AOSP. */
export interface AdbdRelease {
  readonly apiLevel: number;
  readonly android: string;
  /** All features its source lists. */
  readonly aosp: readonly string[];
  readonly source: string;
}

const CORE = 'https://android.googlesource.com/platform/system/core/+/refs/tags';
const MODULE = 'https://android.googlesource.com/platform/packages/modules/adb/+/refs/tags';

const OREO = ['stat_v2', 'cmd', 'shell_v2'] as const;
const TEN = ['shell_v2', 'cmd', 'stat_v2', 'fixed_push_mkdir', 'apex', 'abb', 'fixed_push_symlink_timestamp', 'abb_exec'] as const;
const ELEVEN = [
  'shell_v2', 'cmd', 'stat_v2', 'ls_v2', 'fixed_push_mkdir', 'apex', 'abb', 'fixed_push_symlink_timestamp', 'abb_exec',
  'remount_shell', 'sendrecv_v2', 'sendrecv_v2_brotli',
] as const;
const TWELVE = [
  ...ELEVEN.slice(0, -2), 'track_app', 'sendrecv_v2', 'sendrecv_v2_brotli', 'sendrecv_v2_lz4', 'sendrecv_v2_zstd',
  'sendrecv_v2_dry_run_send', 'openscreen_mdns',
] as const;
const FOURTEEN = [...TWELVE, 'devicetracker_proto_format', 'delayed_ack'] as const;
const FIFTEEN = [...TWELVE, 'devicetracker_proto_format', 'devraw', 'app_info', 'delayed_ack'] as const;

/**
 * `supported_features()` of each release. The order of 8.0.0 is the one a real phone printed; 8.1 and 9 have the same
 * set, which is unordered in the source, and are given the same order.
 */
export const RELEASES: readonly AdbdRelease[] = [
  { apiLevel: 22, android: '5.1', aosp: [], source: `${CORE}/android-5.1.1_r1/adb/adb.c` },
  { apiLevel: 23, android: '6', aosp: [], source: `${CORE}/android-6.0.1_r1/adb/transport.cpp` },
  { apiLevel: 24, android: '7', aosp: ['cmd', 'shell_v2'], source: `${CORE}/android-7.0.0_r1/adb/transport.cpp` },
  { apiLevel: 26, android: '8', aosp: OREO, source: `${CORE}/android-8.0.0_r1/adb/transport.cpp` },
  { apiLevel: 27, android: '8.1', aosp: OREO, source: `${CORE}/android-8.1.0_r1/adb/transport.cpp` },
  { apiLevel: 28, android: '9', aosp: OREO, source: `${CORE}/android-9.0.0_r1/adb/transport.cpp` },
  { apiLevel: 29, android: '10', aosp: TEN, source: `${CORE}/android-10.0.0_r1/adb/transport.cpp` },
  { apiLevel: 30, android: '11', aosp: ELEVEN, source: `${CORE}/android-11.0.0_r1/adb/transport.cpp` },
  { apiLevel: 31, android: '12', aosp: TWELVE, source: `${MODULE}/android-12.0.0_r1/transport.cpp` },
  { apiLevel: 33, android: '13', aosp: TWELVE, source: `${MODULE}/android-13.0.0_r1/transport.cpp` },
  { apiLevel: 34, android: '14', aosp: FOURTEEN, source: `${MODULE}/android-14.0.0_r50/transport.cpp` },
  { apiLevel: 35, android: '15', aosp: FIFTEEN, source: `${MODULE}/android-15.0.0_r1/transport.cpp` },
];

/**
 * What is served here. Not: `apex` and `openscreen_mdns` (nothing to install, nothing to discover),
 * `fixed_push_symlink_timestamp` (links have no time of their own here), `track_app`, `app_info`, `devraw`,
 * `devicetracker_proto_format` (a matter of hosts) and `delayed_ack`.
 */
export const SERVED_FEATURES: ReadonlySet<string> = new Set([
  'shell_v2', 'cmd', 'stat_v2', 'ls_v2', 'fixed_push_mkdir', 'abb', 'abb_exec', 'remount_shell', 'sendrecv_v2',
  'sendrecv_v2_brotli', 'sendrecv_v2_lz4', 'sendrecv_v2_zstd', 'sendrecv_v2_dry_run_send',
]);

const VERSION_WITH_CHECKSUM = 0x01000000;
const VERSION_WITHOUT_CHECKSUM = 0x01000001;

/** The adbd that shipped with this API level; below the table's first line as in that line. */
export function adbdGeneration(apiLevel: number): AdbdGeneration {
  const release = RELEASES.findLast((line) => apiLevel >= line.apiLevel) ?? RELEASES[0];
  if (release === undefined) throw new Error(`Choosing an adbd for API level ${apiLevel}: the table of releases is empty.`);
  return {
    features: release.aosp.filter((feature) => SERVED_FEATURES.has(feature)),
    protocolVersion: apiLevel < 28 ? VERSION_WITH_CHECKSUM : VERSION_WITHOUT_CHECKSUM,
    maxPayloadBytes: apiLevel < 24 ? 4 * 1024 : apiLevel < 28 ? 256 * 1024 : 1024 * 1024,
    terminalForCommands: apiLevel < 24,
    syncErrorsSayWhat: apiLevel >= 24,
    numberedTransports: apiLevel >= 26,
    framebufferVersion: apiLevel < 27 ? 1 : 2,
  };
}
