import type { Profile } from '../../profile/profile.ts';
import type { KernelFacts } from './kernel.ts';

// https://source.android.com/docs/core/data/ebpf-traffic-monitor: eBPF on phones launched with Android 9 on kernel 4.9
// or later; older ones keep xt_qtaguid through every update.
const FIRST_EBPF_SDK = 28;
const FIRST_EBPF_KERNEL = [4, 9] as const;
const DEFAULT_KERNEL = '4.14';
// uid_stat was replaced by xt_qtaguid in kernel 3.x; phones of Android 6 and before still have it beside it.
const LAST_UID_STAT_SDK = 23;

/** What a phone's kernel is like: as its profile says, otherwise as phones of its Android version and kernel are. */
export function kernelFacts(profile: Pick<Profile, 'kernel' | 'properties'>): KernelFacts {
  const sdk = Number(profile.properties['ro.build.version.sdk'] ?? FIRST_EBPF_SDK);
  const { counters, loopback, dnsUid, uidStat, procNet } = profile.kernel;
  return {
    sdk,
    counters: counters ?? (sdk >= FIRST_EBPF_SDK && hasEbpf(profile.properties['ro.kernel.version'] ?? DEFAULT_KERNEL) ? 'ebpf' : 'xt_qtaguid'),
    loopback: loopback ?? true,
    // AOSP's resolver gives the socket to the asking uid unless the network was set up with enforceDnsUid.
    dnsUid: dnsUid ?? 'app',
    uidStat: uidStat ?? sdk <= LAST_UID_STAT_SDK,
    procNet: procNet ?? 'readable',
  };
}

function hasEbpf(kernelVersion: string): boolean {
  const [major = 0, minor = 0] = kernelVersion.split('.').map(Number);
  const [wantedMajor, wantedMinor] = FIRST_EBPF_KERNEL;
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
