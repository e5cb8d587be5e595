import { errorText } from '../../../system/files/file-error.ts';
import { readAll, readBytes } from '../../process/pipe.ts';
import { print, type Invocation } from '../../process/invocation.ts';

const OPTIONS_WITH_VALUE: ReadonlySet<string> = new Set(['-i', '-S', '--user', '--abi', '-p', '--originating-uri', '--referrer', '--install-location', '--force-uuid', '--install-reason', '--pkg']);

interface Request {
  readonly replace: boolean;
  readonly grantAll: boolean;
  /** `-S`: so many bytes come through standard input. */
  readonly sizeBytes?: number;
  readonly path?: string;
}

function read(args: readonly string[]): Request {
  const operands: string[] = [];
  let sizeBytes: number | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '-S') sizeBytes = Number(args[at + 1]);
    if (OPTIONS_WITH_VALUE.has(word)) at++;
    else if (!word.startsWith('-') || word === '-') operands.push(word);
  }
  const [path] = operands;
  return {
    replace: !args.includes('-R'),
    grantAll: args.includes('-g'),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(path === undefined ? {} : { path }),
  };
}

/** `install [-r] [-g] [-t] [-d] [-S bytes] [path]`: from a file, or from standard input. */
export async function install(invocation: Invocation): Promise<number> {
  const request = read(invocation.args);
  if (request.path === undefined && request.sizeBytes === undefined) {
    return print({ stdout: invocation.stderr }, 'Error: must either specify a package size or an APK file\n', 1);
  }
  let apk: Buffer;
  if (request.path === undefined || request.path === '-') {
    apk = await readBytes(invocation.stdin, request.sizeBytes ?? 0);
  } else {
    try {
      apk = invocation.files.readSync(invocation.files.resolvePath(invocation.cwd, request.path));
    } catch (error) {
      return print({ stdout: invocation.stderr }, `Error: Unable to open file: ${request.path}\nError: ${errorText(error)}\n`, 1);
    }
  }
  return report(invocation, await invocation.phone.services.packages.install(apk, request));
}

/** `install-create`: opens a session. */
export function installCreate(invocation: Invocation): number {
  const sessions = invocation.phone.state.installSessions;
  const id = 1_000_000 + sessions.size + Math.floor(invocation.phone.services.clock.now() % 1_000_000);
  const { replace, grantAll } = read(invocation.args);
  sessions.set(id, { parts: [], replace, grantAll });
  return print(invocation, `Success: created install session [${id}]\n`);
}

/** `install-write [-S bytes] session name [path]`: adds one APK. */
export async function installWrite(invocation: Invocation): Promise<number> {
  const { args } = invocation;
  const sizeAt = args.indexOf('-S');
  const size = sizeAt < 0 ? undefined : Number(args[sizeAt + 1]);
  const [id, , path] = args.filter((word, index) => !word.startsWith('-') && (sizeAt < 0 || index !== sizeAt + 1) || word === '-');
  const session = invocation.phone.state.installSessions.get(Number(id));
  if (session === undefined) return report(invocation, `Failure [java.lang.SecurityException: Caller has no access to session ${id ?? ''}]`);
  const bytes = path === undefined || path === '-'
    ? await (size === undefined ? readAll(invocation.stdin) : readBytes(invocation.stdin, size))
    : invocation.files.readSync(invocation.files.resolvePath(invocation.cwd, path));
  session.parts.push(bytes);
  return print(invocation, `Success: streamed ${bytes.length} bytes\n`);
}

/** `install-commit session`: installs what was written; several APKs of one package are more than this phone can do. */
export async function installCommit(invocation: Invocation): Promise<number> {
  const id = Number(invocation.args.at(-1));
  const session = invocation.phone.state.installSessions.get(id);
  invocation.phone.state.installSessions.delete(id);
  const [apk, another] = session?.parts ?? [];
  if (session === undefined || apk === undefined) return report(invocation, 'Failure [INSTALL_FAILED_INVALID_APK: Session staged no packages]');
  if (another !== undefined) return report(invocation, 'Failure [INSTALL_FAILED_INVALID_APK: split APKs are not implemented on this phone]');
  return report(invocation, await invocation.phone.services.packages.install(apk, session));
}

/** `uninstall [-k] [--user id] package`. */
export function uninstall(invocation: Invocation): number {
  const { args } = invocation;
  const operands = args.filter((word, index) => !word.startsWith('-') && args[index - 1] !== '--user' && args[index - 1] !== '--versionCode');
  const [name = ''] = operands;
  invocation.phone.services.activities.forceStop(name);
  return report(invocation, invocation.phone.services.packages.uninstall(name));
}

function report(invocation: Invocation, said: string): number {
  return print(invocation, `${said}\n`, said === 'Success' ? 0 : 1);
}
