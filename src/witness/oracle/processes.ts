import type { LogLine } from './log-line.ts';

/** Lists all processes: toybox takes `-A`, toolbox (up to Android 7) lists them all without and takes it for a name. */
export const LIST_PROCESSES = 'p=$(ps -A 2>/dev/null); case "$p" in *system_server*) ;; *) p=$(ps);; esac; echo "$p"';

/** pid → name out of what `ps` prints: the column under `PID`, and the last one. */
export function parseProcessList(output: string): ReadonlyMap<number, string> {
  const lines = output.split(/\r?\n/).map((line) => line.trim().split(/\s+/));
  const column = lines[0]?.indexOf('PID') ?? -1;
  const rows = lines.slice(1).flatMap((words): [number, string][] => {
    const [pid, name] = [Number(words[column]), words.at(-1)];
    return column < 0 || !Number.isInteger(pid) || name === undefined ? [] : [[pid, name]];
  });
  return new Map(rows);
}

/**
 * The process that ActivityManager tells of having started, as the events buffer has it since Android 4: user, pid, uid,
 * name, … https://android.googlesource.com/platform/frameworks/base/+/refs/heads/main/services/core/java/com/android/server/am/EventLogTags.logtags
 */
export function processStarted({ tag, message }: Pick<LogLine, 'tag' | 'message'>): { readonly pid: number; readonly name: string } | undefined {
  const [, pid, name] = tag === 'am_proc_start' ? (/^\[\d+,(\d+),\d+,([^,\]]+)/.exec(message) ?? []) : [];
  return pid === undefined || name === undefined ? undefined : { pid: Number(pid), name };
}

/** Package of a process: `com.miui.player:remote` is com.miui.player's. */
export function packageOfProcess(name: string): string {
  return name.split(':')[0] ?? name;
}
