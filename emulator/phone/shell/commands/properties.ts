import { fail, print, type Program } from '../process/invocation.ts';

/** `getprop [-T] [name [default]]`. */
export const getprop: Program = (invocation) => {
  const { properties } = invocation.phone.system;
  const [name, fallback = ''] = invocation.args.filter((word) => word !== '-T' && word !== '-Z');
  if (name === undefined) return print(invocation, properties.list().map(([key, value]) => `[${key}]: [${value}]\n`).join(''));
  return print(invocation, `${properties.get(name) || fallback}\n`);
};

/** Of a value; since Android 8 names may be as long as they like. `ro.*` values may too. */
const MAX_VALUE_LENGTH = 91;

/** `setprop name value`: what the shell user may set is what its SELinux domain may. */
export const setprop: Program = (invocation) => {
  const [name, value] = invocation.args;
  if (name === undefined || value === undefined) return fail(invocation, `Needs ${name === undefined ? '2 arguments' : '1 argument'}`);
  if (!/^[\w.@:-]+$/.test(name) || name.startsWith('.') || name.endsWith('.') || name.includes('..')) return fail(invocation, `failed to set property '${name}' to '${value}'`);
  if (value.length > MAX_VALUE_LENGTH && !name.startsWith('ro.')) return fail(invocation, `value '${value}' too long; try '${value.slice(0, MAX_VALUE_LENGTH)}'`);
  const isAllowed = invocation.credential.uid === 0 || /^(debug|log|persist\.log|sys\.usb\.config|service\.adb|ctl\.)/.test(name);
  if (!isAllowed) return fail(invocation, `failed to set property '${name}' to '${value}'`);
  try {
    invocation.phone.system.properties.set(name, value);
    return 0;
  } catch {
    return fail(invocation, `failed to set property '${name}' to '${value}'`);
  }
};
