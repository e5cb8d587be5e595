import { networkAgents } from './connectivity.ts';
import { print, type Invocation } from '../../process/invocation.ts';

type Dump = (invocation: Invocation) => number;

/** `dumpsys netstats`, `netd` or `connectivity`: what the network's services tell of themselves. */
export function dumpNetwork(service: 'netstats' | 'netd' | 'connectivity'): Dump {
  return (invocation) => {
    if (service === 'connectivity' && invocation.args.length === 0) return print(invocation, networkAgents(invocation));
    const dumps = invocation.phone.networkDumps?.();
    return print(invocation, dumps === undefined ? `Can't find service: ${service}\n` : dumps[service](invocation.args));
  };
}
