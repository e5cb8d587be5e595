/** An intent as `am` reads it. */
export interface Intent {
  readonly action?: string;
  readonly data?: string;
  readonly mimeType?: string;
  readonly categories: readonly string[];
  readonly component?: string;
  readonly packageName?: string;
  readonly flags: number;
  readonly extras: Readonly<Record<string, string>>;
}

/** An `am` command line: the intent and what is to be done with it. */
export interface IntentCommand {
  readonly intent: Intent;
  /** `-W`. */
  readonly wait: boolean;
  /** `-S`. */
  readonly stopFirst: boolean;
}

/** A command line `am` does not understand; the text is what it prints. */
export class IntentError extends Error {}

const VALUE_EXTRAS: ReadonlySet<string> = new Set(['-e', '--es', '--ez', '--ei', '--el', '--ef', '--eu', '--ecn', '--eia', '--ela', '--efa', '--esa', '--eial', '--elal', '--efal', '--esal']);
const IGNORED_WITH_VALUE: ReadonlySet<string> = new Set(['--user', '-P', '--start-profiler', '--sampling', '-R', '--display', '--windowingMode', '--activityType', '--task', '--receiver-permission']);
const FLAG_OPTIONS: Readonly<Record<string, number>> = {
  '--grant-read-uri-permission': 0x1, '--grant-write-uri-permission': 0x2, '--activity-brought-to-front': 0x400000,
  '--activity-clear-top': 0x4000000, '--activity-clear-task': 0x8000, '--activity-no-history': 0x40000000,
  '--activity-no-animation': 0x10000, '--activity-reorder-to-front': 0x20000, '--activity-single-top': 0x20000000,
  '--activity-multiple-task': 0x8000000, '--activity-exclude-from-recents': 0x800000, '--include-stopped-packages': 0x20,
  '--exclude-stopped-packages': 0x10, '--receiver-foreground': 0x10000000,
};

/** Reads what follows `am start`, `am broadcast` or `am startservice`. @throws {IntentError} */
export function parseIntent(args: readonly string[]): IntentCommand {
  const reader = { words: [...args] };
  const next = (option: string): string => reader.words.shift() ?? missing(option);
  const intent: { -readonly [Key in keyof Intent]: Intent[Key] } = { categories: [], flags: 0, extras: {} };
  let wait = false;
  let stopFirst = false;
  for (let word = reader.words.shift(); word !== undefined; word = reader.words.shift()) {
    if (VALUE_EXTRAS.has(word)) {
      const key = next(word);
      intent.extras = { ...intent.extras, [key]: next(word) };
    } else if (word === '--esn') intent.extras = { ...intent.extras, [next(word)]: 'null' };
    else if (word === '-a') intent.action = next(word);
    else if (word === '-d') intent.data = next(word);
    else if (word === '-t') intent.mimeType = next(word);
    else if (word === '-c') intent.categories = [...intent.categories, next(word)];
    else if (word === '-n') intent.component = component(next(word));
    else if (word === '-p') intent.packageName = next(word);
    else if (word === '-f') intent.flags |= Number(next(word));
    else if (word === '-W') wait = true;
    else if (word === '-S') stopFirst = true;
    else if (word === '-D' || word === '-N' || word === '--streaming' || word === '--track-allocation') continue;
    else if (IGNORED_WITH_VALUE.has(word)) next(word);
    else if (FLAG_OPTIONS[word] !== undefined) intent.flags |= FLAG_OPTIONS[word] ?? 0;
    else if (word.startsWith('-')) throw new IntentError(`Unknown option: ${word}`);
    else addBare(intent, word);
  }
  return { intent, wait, stopFirst };
}

function addBare(intent: { -readonly [Key in keyof Intent]: Intent[Key] }, word: string): void {
  if (word.includes(':')) intent.data ??= word;
  else if (word.includes('/')) intent.component ??= component(word);
  else intent.packageName ??= word;
  if (word.includes(':')) return;
  intent.action ??= 'android.intent.action.MAIN';
  if (intent.data === undefined && intent.categories.length === 0) intent.categories = ['android.intent.category.LAUNCHER'];
}

function component(text: string): string {
  if (!/^[^/]+\/[^/]+$/.test(text)) throw new IntentError(`Bad component name: ${text}`);
  return text;
}

function missing(option: string): never {
  throw new IntentError(`Argument expected after "${option}"`);
}

/** `pkg/.Act` from `pkg/pkg.Act`, as component names are printed. */
export function shortComponent(text: string): string {
  const [packageName = '', activity = ''] = text.split('/');
  return activity.startsWith(`${packageName}.`) ? `${packageName}/${activity.slice(packageName.length)}` : text;
}

/** `pkg/pkg.Act` from `pkg/.Act`. */
export function fullComponent(text: string): string {
  const [packageName = '', activity = ''] = text.split('/');
  return activity.startsWith('.') ? `${packageName}/${packageName}${activity}` : text;
}

/** `Intent { act=… cat=[…] dat=… cmp=… }`, the path of web addresses left away as Android does. */
export function intentText(intent: Intent): string {
  const parts = [
    intent.action === undefined ? '' : `act=${intent.action}`,
    intent.categories.length === 0 ? '' : `cat=[${intent.categories.join(',')}]`,
    intent.data === undefined ? '' : `dat=${safeUri(intent.data)}`,
    intent.mimeType === undefined ? '' : `typ=${intent.mimeType}`,
    intent.flags === 0 ? '' : `flg=0x${intent.flags.toString(16)}`,
    intent.packageName === undefined ? '' : `pkg=${intent.packageName}`,
    intent.component === undefined ? '' : `cmp=${shortComponent(intent.component)}`,
    Object.keys(intent.extras).length === 0 ? '' : '(has extras)',
  ];
  return `Intent { ${parts.filter((part) => part !== '').join(' ')} }`;
}

const safeUri = (uri: string): string => uri.replace(/^(https?|ftp|rtsp):\/\/([^/?#]*).*$/, '$1://$2/...');
