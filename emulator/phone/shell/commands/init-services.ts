import { print, type Invocation, type Program } from '../process/invocation.ts';

/**
 * `stop [service…]`: init ends services; without a name the framework. Root's business.
 *
 * https://android.googlesource.com/platform/system/core/+/refs/tags/android-9.0.0_r1/toolbox/start.cpp
 */
export const stop: Program = (invocation) => control(invocation, 'stop');

/** `start [service…]`: the opposite. */
export const start: Program = (invocation) => control(invocation, 'start');

function control(invocation: Invocation, what: 'start' | 'stop'): number {
  if (invocation.credential.uid !== 0) return print({ stdout: invocation.stderr }, 'Must be root\n', 255);
  const { framework, properties } = invocation.phone.system;
  const names = invocation.args.length === 0 ? ['zygote'] : invocation.args;
  for (const name of names) {
    if (name === 'zygote') framework[what]();
    else properties.set(`init.svc.${name}`, what === 'start' ? 'running' : 'stopped');
  }
  return 0;
}
