import { netstatsMapsText, trafficControllerText } from './kernel/bpf-text.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Netstats } from './kernel/netstats.ts';
import { netstatsText } from './kernel/netstats-text.ts';

const ANDROID_13 = 33;

/** What `dumpsys` shows of the network; undefined where a service has no such text. */
export interface NetworkDumps {
  netstats(words: readonly string[]): string;
  netd(words: readonly string[]): string;
  connectivity(words: readonly string[]): string;
}

/** The dumps of a phone's network services. */
export function networkDumps(kernel: Kernel, netstats: Netstats): NetworkDumps {
  const { sdk, counters } = kernel.facts;
  const controller = (): string => (counters === 'ebpf' ? trafficControllerText(kernel.rows(), sdk) : '');
  return {
    netstats(words) {
      const asks = (...names: readonly string[]): boolean => names.some((name) => words.includes(name));
      if (asks('--poll', 'poll')) {
        netstats.poll();
        return 'Forced poll\n';
      }
      const parts = { full: asks('--full', 'full'), uid: asks('--uid', 'detail'), tag: asks('--tag', 'detail') };
      const maps = counters === 'ebpf' && sdk >= ANDROID_13 ? netstatsMapsText(kernel.rows()) : '';
      return netstatsText(netstats.state(), parts, sdk) + maps;
    },
    // Android 13 moved the traffic controller from netd into the connectivity module.
    netd: (words) => (sdk < ANDROID_13 && (words.length === 0 || words[0] === 'trafficcontroller') ? controller() : ''),
    connectivity: (words) => (sdk === ANDROID_13 && words[0] === 'trafficcontroller' ? controller() : ''),
  };
}
