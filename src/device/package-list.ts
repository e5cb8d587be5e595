/** An installed package as Earshot asks about it. */
export interface PackageFacts {
  readonly versionName: string;
  readonly versionCode: string;
  readonly uid: number;
  /** Package of the store that installed or last updated it; absent where the factory or adb did. */
  readonly installer?: string;
}

/** UIDs of all packages by `pm list packages -U`, `package:com.miui.home uid:10045` a line; empty when the phone knows no `-U` (before Android 8). */
export function parsePackageUids(output: string): Readonly<Record<string, number>> {
  const entries = [...output.matchAll(/^package:([\w.]+) uid:(\d+)/gm)];
  return Object.fromEntries(entries.map(([, name = '', uid]) => [name, Number(uid)]));
}

/** Packages by `pm list packages -s`, `package:com.miui.home` a line. */
export function parsePackageNames(output: string): readonly string[] {
  return [...output.matchAll(/^package:([\w.]+)\r?$/gm)].map(([, name = '']) => name).sort();
}

/** What `dumpsys package <name>` says of the package; undefined when it is not installed. */
export function parsePackageDump(output: string, name: string): (PackageFacts & { readonly enabled: boolean }) | undefined {
  const lines = output.split(/\r?\n/);
  const start = lines.findIndex((line) => line.trimStart().startsWith(`Package [${name}]`));
  if (start < 0) return undefined;
  const next = lines.findIndex((line, index) => index > start && /^\s*Package \[/.test(line));
  const section = lines.slice(start, next < 0 ? undefined : next).join('\n');
  // Since Android 14 the line is `appId=`; before it was `userId=`.
  const uid = /\b(?:userId|appId)=(\d+)/.exec(section)?.[1];
  if (uid === undefined) return undefined;
  // COMPONENT_ENABLED_STATE: 2 to 4 are the ways of being disabled.
  const state = /User 0:[^\n]*\benabled=(\d)/.exec(section)?.[1] ?? '0';
  const isRemoved = /User 0:[^\n]*\binstalled=false/.test(section);
  const installer = /\binstallerPackageName=(?!null\b)([\w.]+)/.exec(section)?.[1];
  return {
    ...(installer === undefined ? {} : { installer }),
    versionName: /\bversionName=(.*)/.exec(section)?.[1]?.trim() ?? '',
    versionCode: /\bversionCode=(\d+)/.exec(section)?.[1] ?? '',
    uid: Number(uid),
    enabled: !isRemoved && !['2', '3', '4'].includes(state),
  };
}
