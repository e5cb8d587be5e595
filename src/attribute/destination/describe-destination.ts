import type { Destination } from '../../flow/destination.ts';
import { UNKNOWN_COMPANY, destinationOf } from './destination.ts';

/**
 * Whom a host belongs to, to stand behind its name in a sentence: `Xiaomi, Sensors Analytics collector of the browsers; at
 * 161.117.97.14, Alibaba Cloud, Singapore`. A host nobody has listed is `unknown company (example.com)`.
 */
export function describeDestination(host: string, address?: string): string {
  return inWords(destinationOf(host, address));
}

/** A destination in words. */
export function inWords({ domain, company, purpose, address, country, network, isEdge }: Destination): string {
  const who = company === UNKNOWN_COMPANY ? `${company} (${domain})` : company;
  const where = [network, isEdge === true ? 'a delivery network with servers in many countries' : country === undefined ? undefined : countryName(country)];
  const whoAndWhy = purpose === undefined ? who : `${who}, ${purpose}`;
  return address === undefined ? whoAndWhy : `${whoAndWhy}; at ${[address, ...where].filter((part) => part !== undefined).join(', ')}`;
}

/** English name of a country by its ISO 3166-1 code; the code where it has none. */
export function countryName(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' }).of(code) ?? code;
}
