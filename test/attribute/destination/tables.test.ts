import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { getDomain } from 'tldts';
import { z } from 'zod';
import { COUNTRIES_FILE, countryOf } from '../../../src/attribute/destination/country.ts';
import { readHosts } from '../../../src/attribute/destination/hosts.ts';
import { ipv4Number } from '../../../src/attribute/destination/ipv4-ranges.ts';
import { NETWORKS_FILE, networkOf } from '../../../src/attribute/destination/network.ts';

const LARGEST_FILE_BYTES = 300_000;

describe('the list of hosts', () => {
  const { sources, companies } = readHosts();
  const hosts = companies.flatMap(({ hosts: listed }) => listed);

  it('names a source for every entry, and no source that no entry is from', () => {
    assert.deepEqual([...new Set(hosts.map(({ source }) => source))].sort(), Object.keys(sources).sort());
  });

  it('has sources of dates that have been', () => {
    const future = Object.values(sources).filter(({ date }) => Date.parse(date) > Date.now());

    assert.deepEqual(future, []);
  });

  it('lists nothing twice', () => {
    const seen = hosts.map(({ suffix }) => suffix);

    assert.equal(new Set(seen).size, seen.length);
  });

  it('lists registrable domains and hosts below them, in lower case', () => {
    const wrong = hosts.filter(({ suffix }) => getDomain(suffix) === null || suffix !== suffix.toLowerCase().trim());

    assert.deepEqual(wrong, []);
  });

  it('gives one company to all hosts of a domain', () => {
    const owners = new Map<string, Set<string>>();
    for (const { company, hosts: listed } of companies) {
      for (const { suffix } of listed) owners.set(getDomain(suffix) ?? '', (owners.get(getDomain(suffix) ?? '') ?? new Set()).add(company));
    }

    assert.deepEqual([...owners].filter(([, names]) => names.size > 1), []);
  });
});

describe('the tables of addresses', () => {
  for (const [file, attributed] of [[COUNTRIES_FILE, /nro\.net/], [NETWORKS_FILE, /routeviews\.org.*nro\.net.*db-ip\.com/]] as const) {
    it(`state their source, licence and date (${file.replace(/^.*\//, '')})`, () => {
      const { source, licence, date } = z.looseObject({ source: z.string().min(1), licence: z.string(), date: z.iso.date() }).parse(JSON.parse(readFileSync(file, 'utf8')));

      assert.match(source, /@ip-location-db/);
      assert.match(licence, attributed);
      assert.ok(Date.parse(date) < Date.now());
      assert.ok(statSync(file).size < LARGEST_FILE_BYTES);
    });
  }

  it('know both ends of a range and nothing beyond', () => {
    assert.deepEqual(['161.116.255.255', '161.117.0.0', '161.117.255.255', '161.118.0.0'].map((address) => networkOf(address)?.network), [undefined, 'Alibaba Cloud', 'Alibaba Cloud', undefined]);
  });

  it('know the first and the last address there are', () => {
    assert.deepEqual(['0.0.0.0', '255.255.255.255'].map(countryOf), [undefined, undefined]);
  });

  it('look an address up in a few microseconds', () => {
    const start = performance.now();
    for (let index = 0; index < 10_000; index += 1) countryOf(`${index % 224}.${index % 256}.7.1`);

    assert.ok(performance.now() - start < 1_000);
  });

  it('take only dotted numbers for IPv4', () => {
    assert.deepEqual(['1.2.3.4', '01.2.3.4', '1.2.3', '1.2.3.256', 'a.b.c.d', '', '1.2.3.4 '].map(ipv4Number), [16_909_060, 16_909_060, undefined, undefined, undefined, undefined, undefined]);
  });
});
