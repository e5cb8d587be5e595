import { print, type Program } from '../process/invocation.ts';

/** `appops set package op mode`, `get package [op]`, `reset`. */
export const appops: Program = (invocation) => {
  const args = invocation.args.filter((word, index) => word !== '--user' && word !== '--uid' && invocation.args[index - 1] !== '--user');
  const [verb, name = '', op, mode] = args;
  const { appOps } = invocation.phone.state;
  if (verb === 'reset') {
    appOps.clear();
    return print(invocation, 'Reset all modes for: user 0\n');
  }
  if (verb !== 'set' && verb !== 'get') return print({ stdout: invocation.stderr }, `Unknown command: ${verb ?? ''}\n`, 255);
  if (invocation.phone.services.packages.get(name) === undefined) {
    return print({ stdout: invocation.stderr }, `Error: No UID for ${name} in user 0\n`, 255);
  }
  if (verb === 'set') {
    if (op === undefined || mode === undefined) return print({ stdout: invocation.stderr }, 'Error: Operation and mode must be given\n', 255);
    appOps.set(`${name} ${opName(op)}`, mode);
    return 0;
  }
  const found = [...appOps].filter(([key]) => key.startsWith(`${name} `) && (op === undefined || key === `${name} ${opName(op)}`));
  if (found.length === 0) return print(invocation, op === undefined ? 'No operations.\n' : `No operations.\nDefault mode: default\n`);
  return print(invocation, found.map(([key, value]) => `${key.slice(name.length + 1)}: ${value}\n`).join(''));
};

const opName = (text: string): string => text.replace(/^android:/, '').toUpperCase();
