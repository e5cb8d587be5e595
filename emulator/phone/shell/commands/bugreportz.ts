import { print, type Program } from '../process/invocation.ts';

/** `bugreportz`: this phone has no dumpstate, and the program says so as it does when it cannot reach one. */
export const bugreportz: Program = (invocation) => {
  if (invocation.args.includes('-v')) return print({ stdout: invocation.stderr }, '1.1\n');
  return print(invocation, 'FAIL:Failed to connect to dumpstatez service: Connection refused\n', 1);
};
