import { getDomain } from 'tldts';
import { readHosts } from '../attribute/destination/hosts.ts';
import { ADAPTERS } from '../decode/adapters/adapters.ts';
import { isHost } from '../decode/adapters/signs.ts';
import { isWithinHost } from '../flow/host.ts';
import type { ExpectedTraffic, WireDestination } from './register-schema.ts';

/**
 * Why an entry of the register would let through more than what it is for, a sentence each; none for one that is as narrow as it can
 * be said to be.
 *
 * 1. It covers a host that collects: one that telemetry formats are known by, or that is listed as a collector.
 * 2. It covers every host of a site, whatever the path.
 * 3. It takes a body, or opens a channel, at any path of its host.
 * 4. A pattern for a value of its query matches values that could be anything.
 * 5. It lets through headers that are there to carry values.
 * 6. It lets through opaque bytes to more than one host.
 * 7. It leaves room past the recorder for more than a few words a minute, or is not there all the time.
 */
export function overWide(entry: ExpectedTraffic): readonly string[] {
  const { id, destination } = entry;
  const why = destination.kind === 'past-proxy' ? wideInBytes(entry) : wideOnTheWire(destination);
  return why.map((sentence) => `entry "${id}" ${sentence}`);
}

/** Bytes a minute in which not much can be said: an NTP query or a ping many times over. */
const MOST_SENT_BYTES_A_MINUTE = 2_048;

function wideInBytes({ appliesTo, destination }: ExpectedTraffic): readonly string[] {
  if (destination.kind !== 'past-proxy') return [];
  const largest = Math.max(...destination.sentPacketBytes.map(([, max]) => max));
  const bytes = largest * destination.packetsPerMinute;
  return [
    ...(bytes > MOST_SENT_BYTES_A_MINUTE ? [`allows ${bytes} bytes a minute past the recorder, which nobody can read; at most ${MOST_SENT_BYTES_A_MINUTE} are few enough to be known`] : []),
    // Counters do not tell which action a packet was for.
    ...(appliesTo === 'always' ? [] : ['is about traffic past the recorder and applies by id; which action that is of nobody can tell, so it is there always or not expected']),
  ];
}

function wideOnTheWire(destination: WireDestination): readonly string[] {
  const { host, kind, query, headers } = destination;
  const named = host.replace(/^\*\./, '');
  const isWildcard = host.startsWith('*.');
  const path = destination.pathPrefix ?? '/';
  const collector = collectorWithin(host);
  return [
    ...(collector === undefined ? [] : [`covers ${collector}: what goes to a collector is never expected`]),
    ...(isWildcard && getDomain(named) === named && path === '/' ? [`covers every host of ${named} at every path; name the host, or the path`] : []),
    ...(kind === 'http' && path === '/' && takesBody(destination) ? [`takes any body to any path of ${host}; name a path, or a method that has no body`] : []),
    ...(kind === 'websocket' && path === '/' ? [`opens a channel at any path of ${host}; name the path`] : []),
    ...(['tunnel', 'tls-refused'].includes(kind) && isWildcard ? [`lets through what cannot be read to any host below ${named}; name the host`] : []),
    ...Object.entries(query).flatMap(([name, pattern]) => {
      const anything = ANYTHING.find(({ value }) => new RegExp(`^(?:${pattern})$`).test(value));
      return anything === undefined ? [] : [`lets ${anything.what} through as the value of "${name}" (pattern ${JSON.stringify(pattern)}); say which values there are`];
    }),
    ...headers.filter((name) => FREE_HEADERS.test(name)).map((name) => `lets the header "${name}" through, whose value can be anything`),
  ];
}

function takesBody({ method }: WireDestination): boolean {
  return method === undefined || method === 'POST' || method === 'PUT';
}

const FREE_HEADERS = /^(cookie2?|authorization|proxy-authorization|x-.*(id|token|key|data|payload|uid).*|etag|if-none-match)$/;

/** Values no pattern of an expected query may let through. */
const ANYTHING: readonly { readonly what: string; readonly value: string }[] = [
  { what: 'an address', value: 'https://www.example.com/a/page?of=somebody' },
  { what: 'a UUID', value: '3f2a90cd-11e4-4b7f-8a6d-0c5e9b1f7d24' },
  { what: 'an Android ID', value: '3f2a90cd11e4b7f8' },
  { what: 'an IMEI', value: '356938035643809' },
  { what: 'an MD5', value: '9e107d9d372bb6826bd81d3542a419d6' },
  { what: 'base64', value: 'eyJ1cmwiOiJodHRwczovL3d3dy5leGFtcGxlLmNvbS8ifQ==' },
  { what: 'words', value: 'what somebody typed into a box' },
];

let collectors: readonly { readonly host: string; readonly what: string }[] | undefined;

/** Whether a host is known to collect. */
export function isCollector(host: string): boolean {
  return collectorWithin(host) !== undefined;
}

/** A host known to collect that a pattern covers, or that it lies below, in words; undefined when there is none. */
function collectorWithin(pattern: string): string | undefined {
  collectors ??= knownCollectors();
  const named = pattern.replace(/^\*\./, '');
  const found = collectors.find(({ host }) => isHost(named, host) || (pattern.startsWith('*.') && isWithinHost(host, named)));
  return found === undefined ? undefined : `${found.host} (${found.what})`;
}

const VENDORS = /\b(?:miui|xiaomi)\.com$/;

const COLLECTS = /collect|statistics|analytics|advert|attribution|crash|\blogs?\b|\bevents?\b|tag manager|audience|bug report/i;

function knownCollectors(): readonly { readonly host: string; readonly what: string }[] {
  const listed = readHosts().companies.flatMap(({ company, hosts }) =>
    hosts.filter(({ purpose }) => COLLECTS.test(purpose)).map(({ suffix, purpose }) => ({ host: suffix, what: `${company}, ${purpose}` })),
  );
  // A format that is known by more than its host is spoken to hosts that do other things as well; the vendor's do nothing else.
  const spoken = ADAPTERS.flatMap(({ title, signs }) =>
    signs.flatMap(({ hosts = [], ...others }) => hosts.filter((host) => Object.keys(others).length === 0 || VENDORS.test(host)).map((host) => ({ host, what: title }))),
  );
  return [...listed, ...spoken];
}
