import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Ranges that are no place on the internet: the special-purpose registries of IANA (RFC 6890 and what came after it), multicast,
 * and what is reserved. `100::` and the like included.
 */
const SPECIAL: readonly string[] = [
  '0.0.0.0/8', // this network, RFC 791
  '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', // private, RFC 1918
  '100.64.0.0/10', // behind a carrier's NAT, RFC 6598
  '127.0.0.0/8', // loopback, RFC 1122
  '169.254.0.0/16', // link local, RFC 3927
  '192.0.0.0/24', // protocol assignments, RFC 6890
  '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', // documentation, RFC 5737
  '192.88.99.0/24', // 6to4 relays, RFC 7526
  '198.18.0.0/15', // benchmarks, RFC 2544
  '224.0.0.0/4', // multicast, RFC 5771
  '240.0.0.0/4', // reserved and broadcast, RFC 1112
  '::/96', // unspecified, loopback, IPv4-compatible, RFC 4291
  '64:ff9b:1::/48', // local translation, RFC 8215
  '100::/64', // discard, RFC 6666
  '2001::/23', // protocol assignments, RFC 2928
  '2001:db8::/32', '3fff::/20', // documentation, RFC 3849 and 9637
  '2002::/16', // 6to4, RFC 3056
  '5f00::/16', // segment routing, RFC 9602
  'fc00::/7', // unique local, RFC 4193
  'fe80::/10', 'fec0::/10', // link and site local, RFC 4291 and 3879
  'ff00::/8', // multicast, RFC 4291
];

let special: BlockList | undefined;

/**
 * An address in its plain form, where it is one that servers on the internet have: an IPv4 address written as IPv6
 * (`::ffff:8.8.8.8`) becomes IPv4. Undefined for what is no address and for private, loopback, reserved and documentation ones.
 */
export function publicAddress(text: string): string | undefined {
  const bare = text.replace(/^\[|\]$/g, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(bare) === 0) return undefined;
  special ??= listSpecial();
  return special.check(bare, isIPv4(bare) ? 'ipv4' : 'ipv6') ? undefined : bare;
}

function listSpecial(): BlockList {
  const list = new BlockList();
  for (const range of SPECIAL) {
    const [address = '', prefix = ''] = range.split('/');
    list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}
