import assert from 'node:assert/strict';
import { ProxyTracker } from '../../../emulator/phone/network/proxy-tracker.ts';
import { createSettings } from '../../../emulator/phone/system/settings.ts';

function aTracker(global: Readonly<Record<string, string>> = {}) {
  const settings = createSettings({ global });
  const tracker = new ProxyTracker(settings);
  const told: (string | undefined)[] = [];
  const found = (host = 'any.test'): string | undefined => {
    const proxy = tracker.proxyFor(host);
    return proxy && `${proxy.host}:${proxy.port}`;
  };
  tracker.onChange(() => told.push(found()));
  return { settings, found, told };
}

describe('the proxy of the phone', () => {
  for (const [value, expected] of [
    ['127.0.0.1:8899', '127.0.0.1:8899'],
    // AOSP's code takes 8080 where no port is said; `null` is a host as any other.
    ['somewhere', 'somewhere:8080'], ['null', 'null:8080'],
    ['', 'before:1'], ['a:0', 'before:1'], ['a:99999', 'before:1'], ['a b:1', 'before:1'], ['a:b', 'before:1'],
    [':0', undefined],
  ] as const) {
    it(`is ${expected ?? 'none'} once "${value}" is written over one`, () => {
      const { settings, found } = aTracker({ http_proxy: 'before:1' });

      settings.put('global', 'http_proxy', value);

      assert.equal(found(), expected);
    });
  }

  it('is what was set globally, from the boot on and not before', () => {
    const { settings, found } = aTracker({ global_http_proxy_host: 'kept', global_http_proxy_port: '3128' });
    assert.equal(found(), 'kept:3128');

    settings.put('global', 'global_http_proxy_host', 'late');
    assert.equal(found(), 'kept:3128');
    assert.equal(new ProxyTracker(settings).proxyFor('any.test')?.host, 'late');
  });

  it('is written on into the global settings, and stays when its key is deleted', () => {
    const { settings, found, told } = aTracker();
    const derived = (): unknown => settings.list('global').map((row) => row.join('=')).filter((row) => row.startsWith('global_'));

    settings.put('global', 'http_proxy', 'a:1');
    settings.put('global', 'http_proxy', 'a:1');
    assert.deepEqual(derived(), ['global_http_proxy_exclusion_list=', 'global_http_proxy_host=a', 'global_http_proxy_port=1', 'global_proxy_pac_url=']);

    settings.delete('global', 'http_proxy');
    assert.equal(found(), 'a:1');

    settings.put('global', 'http_proxy', ':0');
    assert.deepEqual(derived(), ['global_http_proxy_exclusion_list=', 'global_http_proxy_host=', 'global_http_proxy_port=0', 'global_proxy_pac_url=']);
    assert.deepEqual(told, ['a:1', undefined]);
  });

  it('is passed by for hosts that were excepted globally', () => {
    const { found } = aTracker({ global_http_proxy_host: 'p', global_http_proxy_port: '1', global_http_proxy_exclusion_list: '*.local.test, exact.test' });

    assert.deepEqual(['a.local.test', 'exact.test', 'inexact.test'].map(found), [undefined, undefined, 'p:1']);
  });
});
