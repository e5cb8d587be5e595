import { countryName } from '../attribute/destination/describe-destination.ts';
import { destinationOf } from '../attribute/destination/destination.ts';
import type { Destination } from '../flow/destination.ts';
import type { Finding } from '../flow/finding.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Verdict } from '../flow/verdict.ts';
import { confirmed, notTold, refuted, reportFindings, withoutReports, type Told } from './told.ts';

const CLAIMED_COUNTRIES: readonly string[] = ['SG', 'RU'];
const CLAIMED_NETWORK = 'Alibaba Cloud';

/** The registration of a domain can be asked of nobody offline, so it is told as whose word it is. */
const REGISTRATION = 'That the domains are registered in Beijing is the word of Forbes (30 April 2020), not looked up here.';

/**
 * C12: reports go to servers in Singapore and Russia that Alibaba hosts.
 *
 * Confirmed: one report went to a public address that is registered for Singapore or Russia and announced by Alibaba's network.
 * Refuted: every report's address is known, its country too, none lies in a delivery network, and for none of them is either
 * half true. Not told: in the embedded world, whose addresses are invented; where an address or its country is not known (an
 * upstream proxy connected, or it is IPv6); and where only one half is true.
 */
export function tellServers({ facts, verdicts }: { readonly facts?: Pick<PhoneFacts, 'kind'>; readonly verdicts: readonly Verdict[] }): Told {
  if (facts?.kind === 'emulated') return notTold('The phone speaks to invented servers on this machine, so their addresses say nothing.');
  const telling = reportFindings(verdicts);
  if (telling.length === 0) return withoutReports(verdicts);
  const places = telling.map((finding) => ({ finding, ...(finding.destination ?? destinationOf(finding.host)) }));
  const claimed = places.find((place) => isInCountry(place) && isInNetwork(place));
  if (claimed !== undefined) return confirmed(`${claimed.finding.indicator} went to ${inWords(claimed)} [${claimed.finding.flow}]. ${REGISTRATION}`);
  const unknown = places.filter(({ address, country }) => address === undefined || country === undefined);
  if (unknown.length > 0) return notTold(`Where ${listed(unknown)} stands is not known: the recorder did not connect there itself, or no table has the address.`);
  const edges = places.filter(({ isEdge }) => isEdge === true);
  if (edges.length > 0) return notTold(`${listed(edges)} is behind a delivery network, which hides where the data goes on to.`);
  const halves = places.filter((place) => isInCountry(place) || isInNetwork(place));
  if (halves.length > 0) return notTold(`In part: reports went to ${listed(halves)}; by the registries' tables no address is both Alibaba's and in Singapore or Russia.`);
  return refuted(`No report went to Singapore, to Russia or to Alibaba: all went to ${listed(places)}.`);
}

type Place = Destination & { readonly finding: Finding };

function isInCountry({ country, isEdge }: Destination): boolean {
  return country !== undefined && isEdge !== true && CLAIMED_COUNTRIES.includes(country);
}

function isInNetwork({ network }: Destination): boolean {
  return network === CLAIMED_NETWORK;
}

function listed(places: readonly Place[]): string {
  return [...new Set(places.map(inWords))].join('; ');
}

function inWords({ finding, address, network, country }: Place): string {
  const where = [network, country === undefined ? undefined : countryName(country)].filter((part) => part !== undefined);
  const at = address === undefined ? '' : ` at ${address}`;
  return `${finding.host}${at}${where.length === 0 ? '' : ` (${where.join(', ')})`}`;
}
