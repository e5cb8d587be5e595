/** How adbd of one Android version differs from others. */
export interface AdbdGeneration {
  /** Features of the banner, in its order; only what this adbd really does. */
  readonly features: readonly string[];
  readonly maxPayloadBytes: number;
  /** Commands without shell protocol run on a terminal: CR LF line ends. Up to Android 6. */
  readonly terminalForCommands: boolean;
  /** Errors of `sync:` say what could not be done, not only why. Since Android 7. */
  readonly syncErrorsSayWhat: boolean;
  /** Transports are called `host-<n>` in `reverse --list`, not `host`. Since Android 8. */
  readonly numberedTransports: boolean;
}

/**
 * First API level of each generation, newest first.
 *
 * 22 and 26 are observed on real phones' adbd; the others follow AOSP's `transport.cpp` of their release, less the
 * features that are not served here (`apex`, `remount_shell`, the compressed and second versions of send and receive).
 */
const GENERATIONS: readonly (readonly [firstApiLevel: number, generation: AdbdGeneration])[] = [
  [30, modern(['shell_v2', 'cmd', 'stat_v2', 'ls_v2', 'fixed_push_mkdir', 'abb', 'abb_exec'])],
  [29, modern(['shell_v2', 'cmd', 'stat_v2', 'fixed_push_mkdir', 'abb'])],
  [28, modern(['cmd', 'stat_v2', 'shell_v2'])],
  [26, { ...modern(['stat_v2', 'cmd', 'shell_v2']), maxPayloadBytes: 256 * 1024 }],
  [24, { ...modern(['cmd', 'shell_v2']), maxPayloadBytes: 256 * 1024, numberedTransports: false }],
  [
    0,
    { features: [], maxPayloadBytes: 4096, terminalForCommands: true, syncErrorsSayWhat: false, numberedTransports: false },
  ],
];

function modern(features: readonly string[]): AdbdGeneration {
  return {
    features,
    maxPayloadBytes: 1024 * 1024,
    terminalForCommands: false,
    syncErrorsSayWhat: true,
    numberedTransports: true,
  };
}

/** The adbd that shipped with this API level. */
export function adbdGeneration(apiLevel: number): AdbdGeneration {
  const found = GENERATIONS.find(([firstApiLevel]) => apiLevel >= firstApiLevel);
  if (found === undefined) throw new Error(`Choosing an adbd: API level ${apiLevel}, expected 0 or more.`);
  return found[1];
}
