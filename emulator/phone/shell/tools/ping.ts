import { print, type Program } from '../process/invocation.ts';
import { readOptions } from './options.ts';

/** `ping`: the phone's own address answers, others are unreachable: the emulated network carries no ICMP. */
export const ping: Program = (invocation) => {
  const { values, operands } = readOptions(invocation.args, 'c:i:W:w:s:nq46I:t:');
  const [host = ''] = operands;
  if (host === '') {
    invocation.stderr.write('Usage: ping [-aAbBdDfhLnOqrRUvV] [-c count] [-i interval] [-I interface] destination\n');
    return 2;
  }
  if (host !== '127.0.0.1' && host !== 'localhost') {
    invocation.stderr.write(/^[\d.]+$/.test(host) ? 'connect: Network is unreachable\n' : `ping: unknown host ${host}\n`);
    return 2;
  }
  const count = Number(values.get('c') ?? '1');
  const lines = Array.from({ length: count }, (_, index) => `64 bytes from 127.0.0.1: icmp_seq=${index + 1} ttl=64 time=0.05 ms\n`);
  return print(invocation, `PING ${host} (127.0.0.1) 56(84) bytes of data.\n${lines.join('')}\n--- ${host} ping statistics ---\n${count} packets transmitted, ${count} received, 0% packet loss, time ${(count - 1) * 1000}ms\n`);
};
