import type { Credential } from '../../system/files/credential.ts';
import { print, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';
import { userName } from './users.ts';

/** toybox `id`: `-u -g -G -n -Z`, or everything. */
export const id: Program = (invocation) => {
  const { flags } = readOptions(invocation.args, 'ugGnrZ');
  const { credential } = invocation;
  const name = (value: number): string => (flags.has('n') ? userName(value) : String(value));
  if (flags.has('Z')) return print(invocation, `${credential.context}\n`);
  if (flags.has('u')) return print(invocation, `${name(credential.uid)}\n`);
  if (flags.has('g')) return print(invocation, `${name(credential.gid)}\n`);
  if (flags.has('G')) return print(invocation, `${credential.groups.map(name).join(' ')}\n`);
  return print(invocation, `${everything(credential)}\n`);
};

/** toybox `whoami`. */
export const whoami: Program = (invocation) => print(invocation, `${userName(invocation.credential.uid)}\n`);

/** toybox `groups`. */
export const groups: Program = (invocation) => print(invocation, `${invocation.credential.groups.map(userName).join(' ')}\n`);

function everything(credential: Credential): string {
  const named = (value: number): string => `${value}(${userName(value)})`;
  return `uid=${named(credential.uid)} gid=${named(credential.gid)} groups=${credential.groups.map(named).join(',')} context=${credential.context}`;
}
