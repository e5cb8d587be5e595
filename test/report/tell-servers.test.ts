import assert from 'node:assert/strict';
import { destinationOf } from '../../src/attribute/destination/destination.ts';
import type { Finding } from '../../src/flow/finding.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import { tellServers } from '../../src/report/tell-servers.ts';

// The first two are in Xiaomi's push SDK, as published copies of it show; the others are their holders' published name servers.
const ALIBABA_SINGAPORE = '161.117.97.14';
const CHINA_MOBILE = '111.13.142.153';
const ALIBABA_CHINA = '223.5.5.5';
const YANDEX_RUSSIA = '77.88.8.8';
const GOOGLE_US = '8.8.8.8';
const CLOUDFLARE_EDGE = '104.16.132.229';

describe('where reports go (C12)', () => {
  for (const [what, addresses, result, because] of [
    ['confirmed by an address of Alibaba\'s in Singapore', [GOOGLE_US, ALIBABA_SINGAPORE], 'confirmed', /went to sa\.api\.intl\.miui\.com at 161\.117\.97\.14 \(Alibaba Cloud, Singapore\) \[f2\]\. .*word of Forbes/],
    ['refuted when every address is elsewhere and somebody else\'s', [GOOGLE_US, CHINA_MOBILE], 'refuted', /Google, United States\); .*111\.13\.142\.153 \(China\)\.$/],
    ['not told when it is Russia and not Alibaba', [YANDEX_RUSSIA], 'not told', /^In part: .*77\.88\.8\.8 \(Yandex, Russia\)/],
    ['not told when it is Alibaba and another country', [ALIBABA_CHINA, GOOGLE_US], 'not told', /^In part: .*223\.5\.5\.5 \(Alibaba Cloud, China\)/],
    ['not told when one address is not known', [GOOGLE_US, undefined], 'not told', /stands is not known/],
    ['not told when an address is not public', [GOOGLE_US, '198.18.0.9'], 'not told', /stands is not known/],
    ['not told of IPv6, of which no country is known', ['2400:3200::1'], 'not told', /stands is not known/],
    ['not told behind a delivery network', [GOOGLE_US, CLOUDFLARE_EDGE], 'not told', /behind a delivery network/],
  ] as const) {
    it(`is ${what}`, () => {
      const told = tellServers({ facts: { kind: 'usb' }, verdicts: [leaked(addresses)] });

      assert.equal(told.result, result);
      assert.match(told.because, because);
    });
  }

  it('is not told in the embedded world, whatever the address', () => {
    assert.deepEqual(tellServers({ facts: { kind: 'emulated' }, verdicts: [leaked([ALIBABA_SINGAPORE])] }).result, 'not told');
  });

  it('is not told where nothing was reported by a part of the actions', () => {
    assert.equal(tellServers({ facts: { kind: 'usb' }, verdicts: [{ ...leaked([]), verdict: 'silent' }] }).result, 'not told');
  });

  it('is not told of runs of before addresses were recorded', () => {
    const { findings, ...verdict } = leaked([ALIBABA_SINGAPORE]);
    const old = findings.map(({ indicator, class: kind, host, owner, path, flow }) => ({ indicator, class: kind, host, owner, path, flow }));

    assert.equal(tellServers({ facts: { kind: 'usb' }, verdicts: [{ ...verdict, findings: old }] }).result, 'not told');
  });
});

function leaked(addresses: readonly (string | undefined)[]): Verdict {
  const host = 'sa.api.intl.miui.com';
  const findings = addresses.map((address, index): Finding => ({
    indicator: 'canary:url', class: 'planted', host, owner: 'com.mi.globalbrowser', path: ['body'], flow: `f${index + 1}`, destination: destinationOf(host, address),
  }));
  return {
    claims: ['C1'], spec: 'browser/browsing', action: 'visits a site', device: 'note8', build: 'b', window: 'w', flows: [], reasons: [],
    expected: 'silent', verdict: 'leaked', witnesses: { wire: 'seen', kernel: 'absent', oracle: 'absent' }, events: findings.length, expectedEvents: 0, findings,
  };
}
