import { DEV_BUCKET_MS, UID_BUCKET_MS, type Bucket, type History, type NetstatsState, type NetworkIdentity } from './netstats.ts';

/** What a dump was asked to show. */
export interface NetstatsParts {
  readonly full: boolean;
  readonly uid: boolean;
  readonly tag: boolean;
}

// API levels at which the text changed (NetworkStatsService and NetworkIdentity of each release).
const N = 24;
const P = 28;
const R = 30;
const S = 31;

/** `dumpsys netstats` of an Android version, without what Android 13 adds of the BPF maps. */
export function netstatsText(state: NetstatsState, parts: NetstatsParts, sdk: number): string {
  const active = state.active === undefined ? [] : [`  iface=${state.active.interfaceName} ident=${identText(state.active, sdk)}`];
  const history = (heading: string, list: readonly History[], bucketMs: number): readonly string[] => [
    heading,
    '  Pending bytes: 0',
    `  ${parts.full ? 'Complete history' : 'History since boot'}:`,
    ...list.flatMap((entry) => historyLines(entry, { bucketMs, sdk })),
  ];
  return [
    ...(sdk >= R ? ['Configs:', '  netstats_combine_subtype_enabled=true'] : []),
    'Active interfaces:', ...active,
    'Active UID interfaces:', ...active,
    ...(sdk >= P ? ['Top openSession callers (uid=count):', ''] : []),
    ...(sdk >= R ? ['Stats Providers:'] : []),
    ...history('Dev stats:', state.dev, DEV_BUCKET_MS),
    ...history('Xt stats:', state.dev, DEV_BUCKET_MS),
    ...(parts.uid ? history('UID stats:', state.uid, UID_BUCKET_MS) : []),
    ...(parts.tag ? history('UID tag stats:', state.tag, UID_BUCKET_MS) : []),
  ].map((line) => `${line}\n`).join('');
}

function historyLines(history: History, how: { readonly bucketMs: number; readonly sdk: number }): readonly string[] {
  const { identity, uid, set, tag, buckets } = history;
  return [
    `  ident=${identText(identity, how.sdk)} uid=${uid} set=${set.toUpperCase()} tag=0x${tag.toString(16)}`,
    // Android 6 counts in milliseconds.
    `    NetworkStatsHistory: bucketDuration=${how.sdk < N ? how.bucketMs : how.bucketMs / 1000}`,
    ...buckets.map((bucket) => `      ${how.sdk < N ? oldBucketText(bucket) : bucketText(bucket)}`),
  ];
}

function bucketText(bucket: Bucket): string {
  const { startMs, receivedBytes, receivedPackets, sentBytes, sentPackets } = bucket;
  return `st=${startMs / 1000} rb=${receivedBytes} rp=${receivedPackets} tb=${sentBytes} tp=${sentPackets} op=0`;
}

/** Android 6. How long a key was active is not known here: always 0. */
function oldBucketText(bucket: Bucket): string {
  const { startMs, receivedBytes, receivedPackets, sentBytes, sentPackets } = bucket;
  return `bucketStart=${startMs} activeTime=0 rxBytes=${receivedBytes} rxPackets=${receivedPackets} txBytes=${sentBytes} txPackets=${sentPackets} operations=0`;
}

/** `[{type=WIFI, …}]`: a set with one network. */
export function identText(identity: NetworkIdentity, sdk: number): string {
  const isWifi = identity.kind === 'wifi';
  const metered = `metered=${!isWifi}`;
  if (sdk >= S) {
    // wifiNetworkKey carries the security type behind the SSID.
    const name = isWifi ? `wifiNetworkKey="${identity.name}"wpa2-psk` : `subscriberId=${identity.name}`;
    return `[{type=${isWifi ? 1 : 0}, ratType=COMBINED, ${name}, ${metered}, defaultNetwork=true, oemManaged=OEM_NONE, subId=${isWifi ? -1 : 1}}]`;
  }
  const kind = `type=${isWifi ? 'WIFI' : 'MOBILE'}, subType=COMBINED`;
  const name = isWifi ? `networkId="${identity.name}"` : `subscriberId=${identity.name}`;
  if (sdk < N) return `[[${kind}, ${name}]]`;
  return `[{${kind}, ${name}, ${metered}${sdk >= P ? ', defaultNetwork=true' : ''}}]`;
}
