import { errorText } from '../../../system/files/file-error.ts';
import type { InstallFlags } from '../../../system/services.ts';
import { readAll, readBytes } from '../../process/pipe.ts';
import { print, type Invocation } from '../../process/invocation.ts';

const OPTIONS_WITH_VALUE: ReadonlySet<string> = new Set([
  '-i', '-S', '--user', '--abi', '-p', '--originating-uri', '--referrer', '--install-location', '--force-uuid', '--install-reason', '--pkg',
]);

/** What the words behind `install` and `install-create` ask for. */
interface Request {
  readonly flags: InstallFlags;
  /** `-S`: so many bytes come through standard input. */
  readonly sizeBytes?: number;
  readonly operands: readonly string[];
}

function read({ args, phone }: Invocation): Request {
  const operands: string[] = [];
  const values = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (OPTIONS_WITH_VALUE.has(word)) values.set(word, args[++at] ?? '');
    else if (!word.startsWith('-') || word === '-') operands.push(word);
  }
  // Since Android 9 an installed package is replaced without being asked to.
  const replacesUnasked = Number(phone.system.properties.get('ro.build.version.sdk')) >= 28;
  const inherited = values.get('-p');
  const size = values.get('-S');
  return {
    flags: {
      replace: replacesUnasked ? !args.includes('-R') : args.includes('-r'),
      grantAll: args.includes('-g'),
      allowTest: args.includes('-t'),
      allowDowngrade: args.includes('-d') || args.includes('--allow-downgrade'),
      ...(inherited === undefined ? {} : { inheritFrom: inherited }),
    },
    ...(size === undefined ? {} : { sizeBytes: Number(size) }),
    operands,
  };
}

/** `install [-r] [-g] [-t] [-d] [-S bytes] [path]`: from a file, or from standard input. */
export async function install(invocation: Invocation): Promise<number> {
  const { flags, sizeBytes, operands: [path] } = read(invocation);
  if (path === undefined && sizeBytes === undefined) {
    return print({ stdout: invocation.stderr }, 'Error: must either specify a package size or an APK file\n', 1);
  }
  if (path === undefined || path === '-') {
    return report(invocation, await invocation.phone.services.packages.install(await readBytes(invocation.stdin, sizeBytes ?? 0), flags));
  }
  const apk = readStaged(invocation, path);
  if (apk === undefined) return 1;
  return report(invocation, await invocation.phone.services.packages.install(apk, flags));
}

/** An APK that was pushed; undefined, and said why, when the package manager cannot read it. */
function readStaged(invocation: Invocation, path: string): Buffer | undefined {
  const absolute = invocation.files.resolvePath(invocation.cwd, path);
  try {
    const content = invocation.files.readSync(absolute);
    const context = invocation.files.node(absolute).context;
    // SELinux lets system_server read what the shell staged, not what lies on the shared storage.
    if (!context.includes('sdcardfs') || Number(invocation.phone.system.properties.get('ro.build.version.sdk')) < 26) return content;
    print({ stdout: invocation.stderr }, `System server has no access to read file context ${context} (from path ${path}, context u:r:system_server:s0)\n`
      + `Error: Unable to open file: ${path}\nConsider using a file under /data/local/tmp/\n`);
  } catch (error) {
    print({ stdout: invocation.stderr }, `Error: Unable to open file: ${path}\nError: ${errorText(error)}\n`);
  }
  return undefined;
}

/** `install-create`: opens a session. */
export function installCreate(invocation: Invocation): number {
  const sessions = invocation.phone.state.installSessions;
  const { flags } = read(invocation);
  let id = Math.floor(Math.random() * 0x7fffffff) + 1;
  while (sessions.has(id)) id += 1;
  sessions.set(id, { parts: new Map(), flags });
  return print(invocation, `Success: created install session [${id}]\n`);
}

/** `install-write [-S bytes] session name [path]`: adds one APK. */
export async function installWrite(invocation: Invocation): Promise<number> {
  const { sizeBytes, operands: [id = '', name, path] } = read(invocation);
  const session = invocation.phone.state.installSessions.get(Number(id));
  if (session === undefined || name === undefined) return noSession(invocation, id);
  const fromInput = path === undefined || path === '-';
  const bytes = fromInput
    ? await (sizeBytes === undefined ? readAll(invocation.stdin) : readBytes(invocation.stdin, sizeBytes))
    : readStaged(invocation, path);
  if (bytes === undefined) return 1;
  session.parts.set(name, bytes);
  return print(invocation, `Success: streamed ${bytes.length} bytes\n`);
}

/** `install-commit session`: installs what was written. */
export async function installCommit(invocation: Invocation): Promise<number> {
  const { operands: [id = ''] } = read(invocation);
  const sessions = invocation.phone.state.installSessions;
  const session = sessions.get(Number(id));
  if (session === undefined) return noSession(invocation, id);
  sessions.delete(Number(id));
  return report(invocation, await invocation.phone.services.packages.install([...session.parts.values()], session.flags));
}

/** `install-abandon session`: forgets what was written. */
export function installAbandon(invocation: Invocation): number {
  const { operands: [id = ''] } = read(invocation);
  return invocation.phone.state.installSessions.delete(Number(id)) ? print(invocation, 'Success\n') : noSession(invocation, id);
}

/** `install-existing [--user id] package`: brings back what was uninstalled for the user. */
export function installExisting(invocation: Invocation): number {
  const { operands: [name = ''] } = read(invocation);
  if (invocation.phone.system.packages.installExisting(name)) return print(invocation, `Package ${name} installed for user: 0\n`);
  return print(invocation, `android.content.pm.PackageManager$NameNotFoundException: Package ${name} doesn't exist\n`, 1);
}

/** `uninstall [-k] [--user id] package`. */
export function uninstall(invocation: Invocation): number {
  const { args } = invocation;
  const valueOf = (option: string): string | undefined => (args.includes(option) ? args[args.indexOf(option) + 1] : undefined);
  const operands = args.filter((word, index) => !word.startsWith('-') && args[index - 1] !== '--user' && args[index - 1] !== '--versionCode');
  const [name] = operands;
  if (name === undefined) return print({ stdout: invocation.stderr }, 'Error: package name not specified\n', 1);
  const user = valueOf('--user');
  const said = invocation.phone.services.packages.uninstall(name, {
    keepData: args.includes('-k'),
    ...(user === undefined || user === 'all' ? {} : { user: user === 'current' ? 0 : Number(user) }),
  });
  if (said === 'Success') invocation.phone.services.activities.forceStop(name);
  return report(invocation, said);
}

function noSession(invocation: Invocation, id: string): number {
  return print({ stdout: invocation.stderr }, `\nException occurred while executing:\njava.lang.SecurityException: Caller has no access to session ${id}\n`, 255);
}

function report(invocation: Invocation, said: string): number {
  return print(invocation, `${said}\n`, said === 'Success' ? 0 : 1);
}
