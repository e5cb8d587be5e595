import assert from 'node:assert/strict';
import { answerOf } from '../../emulator/world/sites.ts';
import type { Flow, Header } from '../../src/flow/flow.ts';
import { sentenceOf } from '../../src/leak/sentence.ts';
import { tellClaims } from '../../src/report/claims.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { Bodies, T0, aControl, aFlow, aPhone, aSham, aWindow, anAction, judge } from './factories.ts';

const SITE = 'zq7xhost000001.chatty.test';
const PAGE = `https://${SITE}/zq7xurl0000001`;
const REFERER: Header = ['Referer', PAGE];
const AGENT: Header = ['User-Agent', 'Mozilla/5.0 XiaoMi/MiuiBrowser/12.1.4'];
const phone = aPhone({ identifiers: {}, packages: { 'com.android.browser': { versionName: '12', versionCode: '1', uid: 10_001 } } });

const visit = anAction({
  name: 'visits a site',
  claims: ['C1'],
  canaries: [{ role: 'host', value: 'zq7xhost000001' }, { role: 'url', value: 'zq7xurl0000001' }],
  addressees: [{ role: 'host', host: SITE }, { role: 'url', host: SITE }],
  allows: [],
});

/** The page as the embedded world serves it, or another one. */
function thePage(bodies: Bodies, markup?: string): Flow {
  const answer = answerOf({ method: 'GET', host: SITE, url: new URL(PAGE), headers: {}, body: Buffer.alloc(0) });
  const response = { status: 200, statusText: 'OK', headers: Object.entries(answer.headers ?? {}), body: bodies.put(markup ?? answer.body ?? '') };
  return aFlow({ url: PAGE, headers: [AGENT], response, startMs: T0 + 12_100 });
}

function visited(url: string, of: { readonly headers?: readonly Header[]; readonly markup?: string; readonly addressed?: typeof visit } = {}) {
  const bodies = new Bodies();
  const extra = [thePage(bodies, of.markup), aFlow({ id: 'part', url, headers: of.headers ?? [AGENT, REFERER], startMs: T0 + 12_300 })];
  const window = aWindow({ package: 'com.android.browser', actions: [aSham({ allows: [] }), of.addressed ?? visit, aControl({ allows: [] })] });
  return judge({ window, extra, bodies, phone, register: loadRegister() }).verdict;
}

describe('a page that was asked for', () => {
  it('told its own third party, by Referer: a finding, and the sentence says that it was the site', () => {
    const verdict = visited('https://cdn.thirdparty.test/pixel.png');

    assert.deepEqual([verdict.verdict, verdict.findings.map(({ party }) => party)], ['leaked', ['third', 'third']]);
    assert.match(sentenceOf(verdict.findings[0]!), /to cdn\.thirdparty\.test \(a third party that the page itself brought in: the site told it, not the app\)/);
    assert.match(verdict.reasons[0]!, /a third party of the page: its referer is of zq7xhost000001\.chatty\.test, and zq7xhost000001\.chatty\.test names it/);
  });

  it('and nobody but its own third party leaves the claim about the app untold', () => {
    const claim = (verdict: ReturnType<typeof visited>) => tellClaims({ device: 'note8', verdicts: [verdict] }).find((one) => one.claim === 'C1');

    const byPage = claim(visited('https://cdn.thirdparty.test/pixel.png'));
    assert.equal(byPage?.result, 'not told');
    assert.match(byPage.because, /told to cdn\.thirdparty\.test by the page that was visited, not by the app/);
    assert.equal(claim(visited('https://other.example/pixel.png'))?.result, 'confirmed');
  });

  for (const [what, url, of, party] of [
    ['somebody the page does not name', 'https://other.example/pixel.png', {}, 'other'],
    ['somebody whose name the page only contains', 'https://thirdparty.test/pixel.png', {}, 'other'],
    ['somebody the page names, in a request that says nothing of it', 'https://cdn.thirdparty.test/zq7xurl0000001', { headers: [AGENT] }, 'other'],
    ['somebody the page names, by the name of another package', 'https://cdn.thirdparty.test/zq7xurl0000001', { headers: [['User-Agent', 'com.miui.analytics/3.0'], REFERER] }, 'other'],
    ['a part of the page by Fetch Metadata', 'https://cdn.thirdparty.test/zq7xurl0000001', { headers: [AGENT, ['Sec-Fetch-Site', 'cross-site'], ['Sec-Fetch-Dest', 'image']] }, 'third'],
    ['what an app fetches by itself, whatever it says', 'https://cdn.thirdparty.test/zq7xurl0000001', { headers: [AGENT, ['Sec-Fetch-Site', 'cross-site'], ['Sec-Fetch-Dest', 'empty']] }, 'other'],
    ['the vendor, also where the page names it', 'https://tracking.intl.miui.com/p.gif', { markup: '<img src="https://tracking.intl.miui.com/p.gif">' }, 'vendor'],
  ] as const) {
    it(`is told to ${what}: party "${party}", and a finding`, () => {
      const verdict = visited(url, of);

      assert.deepEqual([verdict.verdict, verdict.findings[0]?.party], ['leaked', party]);
    });
  }

  describe('whose site has more than one host', () => {
    const asked = { ...visit, addressees: visit.addressees.map(({ role }) => ({ role, host: 'www.shop.example' })), canaries: visit.canaries.filter(({ role }) => role === 'url') };
    const page = 'https://www.shop.example/zq7xurl0000001';
    const shop = (part: string, over: { readonly headers?: readonly Header[]; readonly markup?: string } = {}) => {
      const bodies = new Bodies();
      const { headers = [AGENT, ['Referer', page]], markup = `<script src="//${new URL(part).host}/a.js"></script>` } = over;
      const response = { status: 200, statusText: 'OK', headers: [['content-type', 'text/html']] as readonly Header[], body: bodies.put(markup) };
      const extra = [aFlow({ url: page, headers: [AGENT], response, startMs: T0 + 12_100 }), aFlow({ url: part, headers, startMs: T0 + 12_300 })];
      const window = aWindow({ package: 'com.android.browser', actions: [aSham({ allows: [] }), asked, aControl({ allows: [] })] });
      return judge({ window, extra, bodies, phone }).verdict;
    };

    it('may be heard by its own parts elsewhere on its domain', () => {
      const verdict = shop('https://static.shop.example/a.js');

      assert.deepEqual([verdict.verdict, verdict.expectedEvents], ['silent', 2]);
    });

    for (const [what, part, over] of [
      ['a host of its domain that the page does not name', 'https://static.shop.example/a.js', { markup: '<p>nothing</p>' }],
      ['a host of its domain, in a request that does not come from the page', 'https://static.shop.example/zq7xurl0000001', { headers: [AGENT] }],
      ['another domain', 'https://static.shop.test/a.js', {}],
    ] as const) {
      it(`may not be heard by ${what}`, () => {
        assert.equal(shop(part, over).verdict, 'leaked');
      });
    }
  });

  it('on a hosting service is not the site of the other tenants', () => {
    const asked = { ...visit, addressees: visit.addressees.map(({ role }) => ({ role, host: 'one.github.io' })) };
    const verdict = visited('https://two.github.io/a.js', { headers: [AGENT, ['Referer', 'https://one.github.io/zq7xurl0000001']], addressed: asked });

    assert.deepEqual([verdict.verdict, verdict.findings.every(({ party }) => party === 'other')], ['leaked', true]);
  });

  it('on the vendor\'s own domain brings in none of its collectors', () => {
    const asked = { ...visit, addressees: visit.addressees.map(({ role }) => ({ role, host: 'browser.miui.com' })) };
    const verdict = visited('https://tracking.miui.com/a.js', { headers: [AGENT, ['Referer', 'https://browser.miui.com/zq7xurl0000001']], addressed: asked, markup: 'https://tracking.miui.com/a.js' });

    assert.equal(verdict.verdict, 'leaked');
  });
});
