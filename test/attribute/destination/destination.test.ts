import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeDestination } from '../../../src/attribute/destination/describe-destination.ts';
import { destinationOf } from '../../../src/attribute/destination/destination.ts';
import { publicAddress } from '../../../src/attribute/destination/public-address.ts';

describe('a destination', () => {
  for (const [host, domain, company, purpose] of [
    ['sa.api.intl.miui.com', 'miui.com', 'Xiaomi', 'Sensors Analytics collector of the browsers (international)'],
    ['Tracking.RUS.miui.com.', 'miui.com', 'Xiaomi', 'OneTrack and system analytics collector (Russia)'],
    ['data.mistat.india.xiaomi.com', 'xiaomi.com', 'Xiaomi', 'MiStat statistics (India)'],
    ['never.heard.of.xiaomi.com', 'xiaomi.com', 'Xiaomi', 'services'],
    ['graph.facebook.com', 'facebook.com', 'Meta', 'App Events collector'],
    ['app.eu.adjust.com', 'adjust.com', 'Adjust', 'attribution of installs'],
    ['notxiaomi.com', 'notxiaomi.com', 'unknown company', undefined],
    ['a.example.co.uk', 'example.co.uk', 'unknown company', undefined],
    ['localhost', 'localhost', 'unknown company', undefined],
    ['', '', 'unknown company', undefined],
  ] as const) {
    it(`of ${host === '' ? 'no host' : host} is ${company}`, () => {
      const { domain: found, company: who, purpose: why } = destinationOf(host);

      assert.deepEqual([found, who, why], [domain, company, purpose]);
    });
  }

  // Addresses that Xiaomi's push SDK has in itself for `resolver.msg.global.xiaomi.net` and `resolver.msg.xiaomi.net`, as published
  // copies of the SDK show (class com.xiaomi.push.service.XMPushService); Yandex, Google and Cloudflare publish theirs themselves.
  for (const [address, network, country] of [
    ['161.117.97.14', 'Alibaba Cloud', 'SG'],
    ['161.117.180.178', 'Alibaba Cloud', 'SG'],
    ['111.13.142.153', undefined, 'CN'],
    ['111.202.1.252', undefined, 'CN'],
    ['77.88.8.8', 'Yandex', 'RU'],
    ['8.8.8.8', 'Google', 'US'],
    ['::ffff:8.8.8.8', 'Google', 'US'],
    ['2001:4860:4860::8888', undefined, undefined],
  ] as const) {
    it(`at ${address} is in ${network ?? 'no listed network'}, ${country ?? 'no country'}`, () => {
      const destination = destinationOf('resolver.msg.global.xiaomi.net', address);

      assert.deepEqual([destination.network, destination.country], [network, country]);
    });
  }

  it('at a delivery network says that its country is nobody\'s', () => {
    const { network, isEdge } = destinationOf('example.com', '104.16.132.229');

    assert.deepEqual([network, isEdge], ['Cloudflare', true]);
    assert.match(describeDestination('example.com', '104.16.132.229'), /at 104\.16\.132\.229, Cloudflare, a delivery network with servers in many countries$/);
  });

  for (const address of [
    '10.1.2.3', '172.31.255.255', '192.168.0.1', '127.0.0.1', '169.254.1.1', '100.64.0.1', '192.0.2.7', '198.51.100.9', '203.0.113.250', '198.18.4.7',
    '198.19.255.255', '224.0.0.251', '255.255.255.255', '0.0.0.0', '::1', '::', 'fe80::1', 'fd00::1', '2001:db8::1', '::ffff:10.0.0.1', 'not an address', '1.2.3', '1.2.3.4.5', '256.1.1.1',
  ]) {
    it(`says nothing of ${address}, which is no place on the internet`, () => {
      const { address: told, country, network } = destinationOf('sa.api.intl.miui.com', address);

      assert.deepEqual([told, country, network], [undefined, undefined, undefined]);
    });
  }

  it('is described for people', () => {
    assert.equal(
      describeDestination('sa.api.intl.miui.com', '161.117.97.14'),
      'Xiaomi, Sensors Analytics collector of the browsers (international); at 161.117.97.14, Alibaba Cloud, Singapore',
    );
    assert.equal(describeDestination('stats.example.org'), 'unknown company (example.org)');
    assert.equal(describeDestination('8.8.4.4'), 'unknown company (8.8.4.4); at 8.8.4.4, Google, United States');
  });

  it('never throws, whatever the host and the address', () => {
    fc.assert(fc.property(fc.string(), fc.option(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), { nil: undefined }), (host, address) => {
      const { country } = destinationOf(host, address);
      return describeDestination(host, address) !== '' && (country === undefined || /^[A-Z]{2}$/.test(country));
    }));
  });

  it('keeps public addresses as they are', () => {
    assert.equal(publicAddress('[2001:4860:4860::8888]'), '2001:4860:4860::8888');
    assert.equal(publicAddress('161.117.97.14'), '161.117.97.14');
  });
});
