import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { namedFailures, PRECONDITION_ORDER } from '../../src/silence/preconditions.ts';
import { remoteConfigurations } from '../../src/silence/remote-configuration.ts';
import { Bodies, T0, aFlow, judge } from './factories.ts';

const CONF = 'https://sa.api.intl.miui.com/config/Android.conf?project=global_browser';
const DETAIL = 'https://sdkconfig.ad.intl.xiaomi.com/api/v4/detail/config_common';

/** Address, what the server answered, and what it does to the SDK; undefined for an answer that cannot be read. */
const ANSWERS: readonly (readonly [what: string, url: string, body: string | Buffer, effects: readonly string[] | undefined])[] = [
  ['leaves the SDK alone', CONF, '{"v":"1","configs":{"disableSDK":false,"autoTrackMode":-1,"event_blacklist":[]}}', []],
  ['switches the SDK off', CONF, '{"configs":{"disableSDK":true}}', ['disableSDK: the SDK sends nothing']],
  ['forbids events', CONF, '{"configs":{"event_config":{"event_blacklist":["page_load","search"]}}}', ['event_blacklist: the SDK is silent about page_load, search']],
  ['slows a level', DETAIL, '{"code":0,"data":{"levels":[{"l":1,"t":1000},{"l":2,"t":600000},{"l":3,"t":900000}]}}', ['levels: level 2 is sent every 600000 ms, not every 15000 ms']],
  ['hastens a level', DETAIL, '{"data":{"levels":[{"l":3,"t":1000}]}}', []],
  ['is encrypted', DETAIL, Buffer.from('9f3b00ff', 'hex'), undefined],
  ['is compressed', CONF, gzipSync('{"configs":{"disableSDK":true}}'), ['disableSDK: the SDK sends nothing']],
];

describe('what servers told SDKs', () => {
  for (const [what, url, body, effects] of ANSWERS) {
    it(`is told of a configuration that ${what}`, () => {
      const bodies = new Bodies();
      const headers = body instanceof Buffer && body[0] === 0x1f ? [['Content-Encoding', 'gzip'] as const] : [];
      const flow = aFlow({ url, startMs: T0, response: { status: 200, statusText: 'OK', headers, body: bodies.put(body) } });

      const [told] = remoteConfigurations([aFlow(), flow], bodies.read);

      assert.deepEqual([told?.flow, told?.isReadable, told?.effects], [flow.id, effects !== undefined, effects ?? []]);
    });
  }

  it('is nothing where nobody asked, nobody answered, or nothing changed', () => {
    const unchanged = aFlow({ url: CONF, response: { status: 304, statusText: 'Not Modified', headers: [] } });
    const { response, ...unanswered } = aFlow({ url: DETAIL });

    assert.ok(response !== undefined);
    assert.deepEqual(remoteConfigurations([aFlow(), unchanged, unanswered], new Bodies().read), []);
  });
});

describe('a window on a phone whose SDK was told to be silent', () => {
  const bodies = new Bodies();
  const told = aFlow({ url: CONF, startMs: T0 - 50_000, response: { status: 200, statusText: 'OK', headers: [], body: bodies.put(JSON.stringify({ configs: { disableSDK: true } })) } });

  it('is inconclusive where nothing was seen, with what the server said as the reason', () => {
    const { verdict } = judge({ bodies, extra: [told] });

    assert.equal(verdict.verdict, 'inconclusive');
    assert.match(verdict.reasons[0] ?? '', /has told the Sensors Analytics SDK \[f\d+\]: disableSDK: the SDK sends nothing, so a silence says nothing of the taps\.$/);
  });

  it('is noisy all the same where something was', () => {
    assert.equal(judge({ bodies, extra: [told, aFlow({ startMs: T0 + 12_400 })] }).verdict.verdict, 'noisy');
  });
});

describe('a precondition that did not hold', () => {
  it('is of a kind of its own, whatever preflight or a recheck calls it, and causes come first', () => {
    const kinds = ['framework then', 'airplane mode then', 'vpn', 'proxy exclusions then', 'clock during the window', 'provisioned', 'no monkey', 'analytics service', 'doze then', 'free space', 'sdk switches', 'debugger', 'input', 'screen then']
      .map((name) => namedFailures([{ name, held: false, detail: 'x' }])[0]?.precondition ?? 'other');

    assert.ok(!kinds.includes('other'), kinds.join());
    assert.equal(new Set(kinds).size, kinds.length);
    assert.deepEqual(kinds, kinds.toSorted((one, other) => PRECONDITION_ORDER.indexOf(one) - PRECONDITION_ORDER.indexOf(other)));
  });
});
