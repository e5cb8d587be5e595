import type { SettingsNamespace } from '../../system/services.ts';
import { mayNotInject } from './input.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';

const NAMESPACES: readonly SettingsNamespace[] = ['system', 'secure', 'global'];

const HELP = `Settings provider (settings) commands:
  help
      Print this help text.
  get [--user <USER_ID> | current] NAMESPACE KEY
      Retrieve the current value of KEY.
  put [--user <USER_ID> | current] NAMESPACE KEY VALUE [TAG] [default]
      Change the contents of KEY to VALUE.
  delete NAMESPACE KEY
      Delete the entry for KEY.
  reset [--user <USER_ID> | current] NAMESPACE {PACKAGE_NAME | RESET_MODE}
      Reset the global/secure table for a package with mode.
  list NAMESPACE
      Print all defined keys.
`;

/** `settings get|put|delete|list` and `cmd settings …`. */
export const settings: Program = (invocation) => {
  const words = [...invocation.args];
  for (let at = words.indexOf('--user'); at >= 0; at = words.indexOf('--user')) words.splice(at, 2);
  const [verb, namespaceText, key, value] = words;
  if (verb === undefined || verb === 'help' || verb === '-h') return print(invocation, HELP);
  if (!['get', 'put', 'delete', 'list', 'reset'].includes(verb)) return wrong(invocation, `Unknown command: ${verb}`, HELP);
  const namespace = NAMESPACES.find((known) => known === namespaceText?.toLowerCase());
  if (namespace === undefined) {
    return wrong(invocation, namespaceText === undefined ? 'Invalid namespace: null' : `Invalid namespace '${namespaceText}'`);
  }
  const store = invocation.phone.services.settings;
  if (verb === 'list') return print(invocation, store.list(namespace).map(([name, text]) => `${name}=${text}\n`).join(''));
  if (key === undefined) return wrong(invocation, 'Bad arguments');
  switch (verb) {
    case 'get': return print(invocation, `${store.get(namespace, key) ?? 'null'}\n`);
    case 'delete': return print(invocation, `Deleted ${store.delete(namespace, key) ? 1 : 0} rows\n`);
    case 'put': {
      if (value === undefined) return wrong(invocation, 'Bad arguments');
      if (namespace !== 'system' && mayNotInject(invocation)) {
        return wrong(invocation, `\nException occurred while executing 'put':\njava.lang.SecurityException: Permission denial: writing to secure settings requires android.permission.WRITE_SECURE_SETTINGS\n`);
      }
      store.put(namespace, key, value);
      return 0;
    }
    default: return reset(invocation, namespace, key);
  }
};

function wrong(invocation: Invocation, text: string, help = ''): number {
  invocation.stderr.write(`${text}\n${help}`);
  return 255;
}

const RESET_MODES: ReadonlySet<string> = new Set(['untrusted_defaults', 'untrusted_clear', 'trusted_defaults']);

/** Settings remember nobody here, so a reset of a package's changes finds none. */
function reset(invocation: Invocation, namespace: SettingsNamespace, mode: string): number {
  if (namespace === 'system') return wrong(invocation, 'System settings can not be reset');
  if (!RESET_MODES.has(mode) && invocation.phone.services.packages.get(mode) === undefined) return wrong(invocation, `Invalid reset mode: ${mode}`);
  return 0;
}
