import { print, type Program } from '../process/invocation.ts';

/** `ime list [-a] [-s]|enable|disable|set|reset id`: keyboards are those of installed packages. */
export const ime: Program = (invocation) => {
  const [verb = '', ...args] = invocation.args;
  const { settings, packages } = invocation.phone.services;
  const { keyboards } = invocation.phone.state;
  const id = args.find((word) => word.includes('/')) ?? '';
  const current = settings.get('secure', 'default_input_method') ?? '';
  const isEnabled = keyboards.get(id) === 'enabled' || id === current;
  // The keyboard the phone was sold with may be in no profile's list of packages.
  const isKnown = isEnabled || keyboards.has(id) || packages.get(id.split('/')[0] ?? '') !== undefined;
  switch (verb) {
    case 'list': {
      const ids = [...new Set([current, ...keyboards.keys()])].filter((name) => name !== '' && (name === current || args.includes('-a') || keyboards.get(name) === 'enabled'));
      return print(invocation, ids.map((name) => (args.includes('-s') ? `${name}\n` : `${name}:\n  mId=${name} mSettingsActivityName=null\n`)).join(''));
    }
    case 'enable': {
      if (!isKnown) return print({ stdout: invocation.stderr }, `Unknown input method ${id} cannot be enabled for user #0\n`, 255);
      const before = isEnabled ? 'already' : 'now';
      keyboards.set(id, 'enabled');
      return print(invocation, `Input method ${id}: ${before} enabled for user #0\n`);
    }
    case 'disable': {
      if (!isKnown) return print({ stdout: invocation.stderr }, `Unknown input method ${id} cannot be disabled for user #0\n`, 255);
      keyboards.set(id, 'disabled');
      return print(invocation, `Input method ${id}: ${isEnabled ? 'now' : 'already'} disabled for user #0\n`);
    }
    case 'set': {
      if (!isEnabled) return print({ stdout: invocation.stderr }, `Unknown input method ${id} cannot be selected for user #0\n`, 255);
      // The one that was chosen until now stays enabled, so that it can be gone back to.
      if (current !== '') keyboards.set(current, 'enabled');
      settings.put('secure', 'default_input_method', id);
      return print(invocation, `Input method ${id} selected for user #0\n`);
    }
    case 'reset': return print(invocation, 'Reset current and enabled IMEs for user #0\n');
    default: return print({ stdout: invocation.stderr }, `Unknown command: ${verb}\n`, 255);
  }
};
