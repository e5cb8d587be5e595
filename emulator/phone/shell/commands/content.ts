import type { AudioRow } from '../../system/media.ts';
import type { SettingsNamespace } from '../../system/services.ts';
import { smsColumns } from '../../system/sms-store.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';

/** `content query|call --uri …`: the media provider and the settings provider. */
export const content: Program = async (invocation) => {
  const [verb = '', ...args] = invocation.args;
  const values = new Map(args.flatMap((word, index) => (word.startsWith('--') ? [[word, args[index + 1] ?? '']] : [])).map(([name = '', value = '']) => [name, value]));
  const uri = values.get('--uri') ?? '';
  if (verb === 'query' && uri.startsWith('content://media/external/audio/media')) return queryAudio(invocation, values);
  if (verb === 'query' && uri.startsWith('content://media/external/images/media')) return queryRows(invocation, values, { provider: 'media', rows: imageRows(invocation) });
  if (verb === 'query' && /^content:\/\/sms\b/.test(uri)) return queryRows(invocation, values, { provider: 'sms', rows: smsRows(invocation, uri) });
  if ((verb === 'insert' || verb === 'delete') && /^content:\/\/sms\b/.test(uri)) return changeMessages(invocation, verb, { uri, args, values });
  if (verb === 'query' && uri.startsWith('content://settings/')) return querySettings(invocation, uri);
  if (uri.startsWith('content://settings/') && verb !== 'query') return changeSettings(invocation, verb, { uri, args, values });
  // Nobody has called or been saved on this phone.
  if (verb === 'query' && /^content:\/\/(call_log|com\.android\.contacts|contacts|icc)\b/.test(uri)) return print(invocation, 'No result found.\n');
  if (verb === 'call' && uri.startsWith('content://media') && values.get('--method') === 'scan_volume') {
    await invocation.phone.system.media.scanAll();
    return print(invocation, 'Result: Bundle[{}]\n');
  }
  if (verb === 'query' || verb === 'call' || verb === 'insert' || verb === 'delete' || verb === 'update') {
    const authority = /^content:\/\/([^/]*)/.exec(uri)?.[1] ?? '';
    return print({ stdout: invocation.stderr }, `Error while accessing provider:${authority}\njava.lang.IllegalStateException: Could not find provider: ${authority}\n`, 1);
  }
  return print({ stdout: invocation.stderr }, '[ERROR] Unsupported operation: ' + `${verb}\n`, 1);
};

const COLUMNS: Readonly<Record<string, (row: AudioRow) => string>> = {
  _id: (row) => String(row.id), _data: (row) => row.path, title: (row) => row.title, artist: (row) => row.artist,
  album: (row) => row.album, duration: (row) => String(row.durationMs), _size: (row) => String(row.sizeBytes),
  _display_name: (row) => row.path.split('/').at(-1) ?? '',
};

function queryAudio(invocation: Invocation, values: ReadonlyMap<string, string>): number {
  const columns = values.get('--projection')?.split(':') ?? Object.keys(COLUMNS);
  const unknown = columns.find((name) => COLUMNS[name] === undefined);
  if (unknown !== undefined) {
    return print({ stdout: invocation.stderr }, `Error while accessing provider:media\nandroid.database.sqlite.SQLiteException: no such column: ${unknown}\n`, 1);
  }
  const [, name, wanted] = /^(\w+)\s*=\s*'([^']*)'$/.exec(values.get('--where') ?? '') ?? [];
  const rows = invocation.phone.system.media.audio().filter((row) => name === undefined || COLUMNS[name]?.(row) === wanted);
  if (rows.length === 0) return print(invocation, 'No result found.\n');
  return print(invocation, rows.map((row, index) => `Row: ${index} ${columns.map((column) => `${column}=${COLUMNS[column]?.(row) ?? 'NULL'}`).join(', ')}\n`).join(''));
}

function querySettings(invocation: Invocation, uri: string): number {
  const [, name, key] = /^content:\/\/settings\/(\w+)(?:\/(.+))?$/.exec(uri) ?? [];
  const namespace = (['system', 'secure', 'global'] satisfies SettingsNamespace[]).find((known) => known === name);
  if (namespace === undefined) return print(invocation, 'No result found.\n');
  const rows = invocation.phone.services.settings.list(namespace).filter(([rowKey]) => key === undefined || rowKey === key);
  return print(invocation, rows.length === 0 ? 'No result found.\n' : rows.map(([rowKey, value], index) => `Row: ${index} _id=${index + 1}, name=${rowKey}, value=${value}\n`).join(''));
}

interface SettingsChange {
  readonly uri: string;
  readonly args: readonly string[];
  readonly values: ReadonlyMap<string, string>;
}

/** `content insert|delete|call` on the settings provider, the way adb scripts write settings. */
function changeSettings(invocation: Invocation, verb: string, { uri, args, values }: SettingsChange): number {
  const { settings } = invocation.phone.services;
  const name = /^content:\/\/settings\/(\w+)/.exec(uri)?.[1] ?? '';
  const namespace = NAMESPACES.find((known) => known === name);
  const bound = boundValues(args);
  if (verb === 'insert' && namespace !== undefined && bound.has('name')) {
    settings.put(namespace, bound.get('name') ?? '', bound.get('value') ?? '');
    return 0;
  }
  if (verb === 'delete' && namespace !== undefined) {
    const key = /name\s*=\s*['"]([^'"]*)['"]/.exec(values.get('--where') ?? '')?.[1] ?? uri.split('/')[4];
    if (key !== undefined) settings.delete(namespace, key);
    return 0;
  }
  const [, action, table] = /^(GET|PUT)_(\w+)$/.exec(values.get('--method') ?? '') ?? [];
  const called = NAMESPACES.find((known) => known === table);
  const key = values.get('--arg') ?? '';
  if (verb !== 'call' || called === undefined) return print({ stdout: invocation.stderr }, `[ERROR] Unsupported argument: ${values.get('--method') ?? verb}\n`, 1);
  if (action === 'GET') return print(invocation, `Result: Bundle[{value=${settings.get(called, key) ?? 'null'}}]\n`);
  const extra = args[args.indexOf('--extra') + 1] ?? '';
  settings.put(called, key, /^value:\w:([^]*)$/.exec(extra)?.[1] ?? '');
  return print(invocation, 'Result: null\n');
}

/** What `--bind column:type:value` gives, by column. */
function boundValues(args: readonly string[]): ReadonlyMap<string, string> {
  return new Map(args.flatMap((word, index) => {
    const [, column, value] = word === '--bind' ? (/^(\w+):\w:([^]*)$/.exec(args[index + 1] ?? '') ?? []) : [];
    return column === undefined || value === undefined ? [] : [[column, value] as const];
  }));
}

/**
 * `content insert|delete` on the short messages. Only the default messaging app may write them: of anyone else the
 * provider drops what is written without a word, unless the app op WRITE_SMS was allowed to it (AOSP, ContentProvider
 * `rejectInsert`, AppOpsManager `OP_WRITE_SMS`).
 */
function changeMessages({ phone }: Invocation, verb: 'insert' | 'delete', { uri, args, values }: SettingsChange): number {
  if (phone.state.appOps.get('com.android.shell WRITE_SMS') !== 'allow') return 0;
  const bound = boundValues(args);
  const address = /^address\s*=\s*'([^']*)'$/.exec(values.get('--where') ?? '')?.[1];
  if (verb === 'delete' && address !== undefined) phone.system.sms.deleteThread(address);
  if (verb === 'insert') {
    const box = uri.startsWith('content://sms/sent') || bound.get('type') === '2' ? 'sent' : 'inbox';
    phone.system.sms.insert({ address: bound.get('address') ?? '', body: bound.get('body') ?? '', dateMs: Number(bound.get('date') ?? phone.system.clock.now()), box });
  }
  return 0;
}

const NAMESPACES: readonly SettingsNamespace[] = ['system', 'secure', 'global'];

type Row = Readonly<Record<string, string>>;

/** Rows in the columns asked for, filtered by `--where "column='value'"`, as `content query` prints them. */
function queryRows(invocation: Invocation, values: ReadonlyMap<string, string>, { provider, rows }: { readonly provider: string; readonly rows: readonly Row[] }): number {
  const [, name, quotedValue, number] = /^(\w+)\s*=\s*(?:'([^']*)'|(\d+))$/.exec(values.get('--where') ?? '') ?? [];
  const columns = values.get('--projection')?.split(':') ?? Object.keys(rows[0] ?? {});
  const [first] = rows;
  const unknown = first === undefined ? undefined : columns.find((column) => first[column] === undefined);
  if (unknown !== undefined) {
    return print({ stdout: invocation.stderr }, `Error while accessing provider:${provider}\nandroid.database.sqlite.SQLiteException: no such column: ${unknown}\n`, 1);
  }
  const found = rows.filter((row) => name === undefined || row[name] === (quotedValue ?? number));
  if (found.length === 0) return print(invocation, 'No result found.\n');
  return print(invocation, found.map((row, index) => `Row: ${index} ${columns.map((column) => `${column}=${row[column] ?? 'NULL'}`).join(', ')}\n`).join(''));
}

/** `content://sms`, `content://sms/inbox`, `content://sms/sent`. */
function smsRows({ phone }: Invocation, uri: string): readonly Row[] {
  const box = /^content:\/\/sms\/(inbox|sent)\b/.exec(uri)?.[1];
  return phone.system.sms.list().filter((row) => box === undefined || row.box === box).map(smsColumns);
}

const IMAGE = /\.(jpe?g|png|gif|webp|bmp|heic)$/i;
const SHARED_STORAGE = '/storage/emulated/0';

/** The pictures that lie in the shared storage; a number is given to each by its place in the list. */
function imageRows({ phone }: Invocation): readonly Row[] {
  const { files } = phone.system;
  const below = (folder: string): readonly string[] => files.listSync(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    const node = files.node(path);
    if (node.kind !== 'directory') return IMAGE.test(name) ? [path] : [];
    return name.startsWith('.') || node.entries.has('.nomedia') ? [] : below(path);
  });
  return below(SHARED_STORAGE).map((path, index) => {
    const parts = path.split('/');
    const name = parts.at(-1) ?? '';
    const seconds = String(Math.floor(files.node(path).mtimeMs / 1000));
    return {
      _id: String(index + 1), _data: path, _size: String(files.readSync(path).length), _display_name: name,
      mime_type: `image/${(name.split('.').at(-1) ?? '').toLowerCase().replace(/^jpg$/, 'jpeg')}`, title: name.replace(/\.[^.]*$/, ''),
      date_added: seconds, date_modified: seconds, bucket_display_name: parts.at(-2) ?? '',
    };
  });
}
