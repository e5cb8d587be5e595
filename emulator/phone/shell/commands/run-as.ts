import { appCredential } from '../../system/files/credential.ts';
import { print, type Program } from '../process/invocation.ts';

/** `run-as package [command…]`: refuses what is no debuggable app, as apps from a store are none. */
export const runAs: Program = (invocation) => {
  const refuse = (text: string): number => print({ stdout: invocation.stderr }, `run-as: ${text}\n`, 1);
  const [name, ...command] = invocation.args;
  if (name === undefined) return refuse('usage: run-as <package-name> [--user <uid>] <command> [<args>]');
  if (invocation.credential.uid !== 0 && invocation.credential.uid !== 2000) return refuse("only 'shell' or 'root' users can run this program");
  const entry = invocation.phone.services.packages.get(name);
  if (entry === undefined) return refuse(`unknown package: ${name}`);
  // Nothing in an APK's entry says `debuggable`; only builds that are debuggable themselves let one in.
  if (invocation.phone.system.properties.get('ro.debuggable') !== '1') return refuse(`package not debuggable: ${name}`);
  const credential = appCredential(entry.uid);
  return command.length === 0 ? invocation.shell({ command: '', credential }) : invocation.spawn(command, { credential, cwd: `/data/data/${name}` });
};
