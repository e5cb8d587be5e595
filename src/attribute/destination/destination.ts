import { getDomain } from 'tldts';
import type { Destination } from '../../flow/destination.ts';
import { countryOf } from './country.ts';
import { knownHost } from './hosts.ts';
import { networkOf } from './network.ts';
import { publicAddress } from './public-address.ts';

/** Said of a host that is in no list. */
export const UNKNOWN_COMPANY = 'unknown company';

/**
 * Whom a host belongs to and where its server is, from lists that come with Earshot: nothing is asked of the network.
 *
 * @param address IP address the recorder connected to, where it knows; a host that is itself an address needs none.
 */
export function destinationOf(host: string, address?: string): Destination {
  const name = host.toLowerCase().replace(/\.$/, '');
  const entry = knownHost(name);
  const place = publicAddress(address ?? name);
  return {
    domain: getDomain(name) ?? name,
    company: entry?.company ?? UNKNOWN_COMPANY,
    ...(entry === undefined ? {} : { purpose: entry.purpose, source: entry.source }),
    ...(place === undefined ? {} : { address: place, ...placeOf(place) }),
  };
}

function placeOf(address: string): Pick<Destination, 'country' | 'network' | 'isEdge'> {
  const country = countryOf(address);
  const network = networkOf(address);
  return {
    ...(country === undefined ? {} : { country }),
    ...(network === undefined ? {} : { network: network.network }),
    ...(network?.isEdge === true ? { isEdge: true } : {}),
  };
}
