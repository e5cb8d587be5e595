import assert from 'node:assert/strict';
import { ANDROID_ID, Bodies, SA_URL, T0, aControl, aFlow, aSham, aWindow, anAction, anEvent, judge, sensorsBody } from './factories.ts';

const page = anAction({ name: 'opens the WLAN page', canaries: [], subjects: ['WifiSettings'] });

describe('a subject label', () => {
  it('is leaked when it is told with a time inside the action and not of the sham', () => {
    assert.equal(judgePage({ told: [12.3] }).verdict, 'leaked');
  });

  it('is noise when the sham is told by the same name', () => {
    assert.deepEqual(view(judgePage({ told: [3.5, 12.3] })), ['noisy', []]);
  });

  it('is nothing when its time lies outside the action', () => {
    assert.deepEqual(view(judgePage({ told: [10.5] })), ['silent', []]);
  });

  it('is noise, and says why, where no sham was performed', () => {
    const verdict = judgePage({ told: [12.3], sham: false });

    assert.deepEqual(view(verdict), ['noisy', []]);
    assert.ok(verdict.reasons.includes('subject:WifiSettings was told during the action; without a sham action to compare with that is not called a leak.'));
  });

  it('is noise when nothing says when it happened', () => {
    const bodies = new Bodies();
    const extra = [aFlow({ method: 'POST', body: bodies.put('{"page":"WifiSettings"}'), startMs: T0 + 12_400 })];

    assert.deepEqual(view(judge({ window: pageWindow(true), bodies, extra }).verdict), ['noisy', []]);
  });

  it('keeps the register from explaining its flow', () => {
    const bodies = new Bodies();
    const body = bodies.put(JSON.stringify({ time: T0 + 12_300, page: 'WifiSettings' }));
    const extra = [aFlow({ url: 'https://connect.rom.miui.com/generate_204', method: 'GET', body, startMs: T0 + 12_400 })];

    assert.equal(judge({ window: pageWindow(true), bodies, extra }).verdict.verdict, 'leaked');
  });
});

describe('a subject label that two actions of a window share', () => {
  const shade = anAction({ name: 'opens the shade', canaries: [], subjects: ['status_bar', 'shade'] });
  const settings = anAction({ name: 'opens quick settings', atMs: T0 + 19_000, canaries: [], subjects: ['quick_settings', 'status_bar'] });

  // Of a host whose SDK is known to wait it is believed that it told the other one late.
  for (const [about, host, beside] of [['an SDK is known by the host', SA_URL, 'silent'], ['the register knows the host', 'https://connect.rom.miui.com/generate_204', 'inconclusive']] as const) {
    it(`is leaked by the one in whose time it lies, whichever that is, where ${about}`, () => {
      assert.deepEqual(told([12.3], host), ['leaked subject:status_bar', beside]);
      assert.deepEqual(told([19.3], host), ['silent', 'leaked subject:status_bar']);
      assert.deepEqual(told([12.3, 19.3], host), ['leaked subject:status_bar', 'leaked subject:status_bar']);
    });
  }

  it('is noise shared by both when nothing says when it happened', () => {
    assert.deepEqual(told([], 'https://unknown.example/x'), ['noisy, shared by 2 actions: any of them could have caused what was seen.', 'noisy, shared by 2 actions: any of them could have caused what was seen.']);
  });

  /** What is said of both when one upload, late in the second one's time, tells the shared label in events of these seconds. */
  function told(seconds: readonly number[], url: string): readonly string[] {
    const bodies = new Bodies();
    const events = seconds.map((second) => ({ time: T0 + second * 1000, page: 'status_bar' }));
    const body = bodies.put(JSON.stringify(events.length === 0 ? { page: 'status_bar' } : events));
    const window = aWindow({ package: 'com.miui.home', actions: [aSham(), shade, settings, aControl()] });
    const { verdicts } = judge({ window, bodies, extra: [aFlow({ url, method: url === SA_URL ? 'POST' : 'GET', body, startMs: T0 + 20_000 })] });
    return verdicts.map(({ verdict, findings, reasons }) => (verdict === 'noisy' ? reasons[0] ?? '' : [verdict, ...new Set(findings.map(({ indicator }) => indicator))].join(' ')));
  }
});

describe('what several actions could have caused', () => {
  it('is noisy for each, and says by how many it is shared', () => {
    const second = anAction({ name: 'goes up', atMs: T0 + 19_000, canaries: [] });
    const window = aWindow({ actions: [aSham(), anAction(), second, aControl()] });
    const bodies = new Bodies();
    const opaque = aFlow({ method: 'POST', body: bodies.put(Buffer.alloc(64, 0x9b)), startMs: T0 + 20_000 });

    const { verdicts } = judge({ window, bodies, extra: [opaque] });

    assert.deepEqual(verdicts.map(({ verdict, reasons }) => [verdict, reasons[0]]), [
      ['noisy', 'noisy, shared by 2 actions: any of them could have caused what was seen.'],
      ['noisy', 'noisy, shared by 2 actions: any of them could have caused what was seen.'],
    ]);
    assert.match(verdicts[1]?.reasons[1] ?? '', /not readable/);
  });
});

describe('what was told while an action was being arranged', () => {
  it('is not held against the action, and is said', () => {
    const bodies = new Bodies();
    const body = bodies.put(sensorsBody([anEvent(T0 + 10_400, { folder: 'zq7xfolder00001' })]));

    const { verdict } = judge({ bodies, extra: [aFlow({ url: SA_URL, method: 'POST', body, startMs: T0 + 11_000 })] });

    assert.equal(verdict.verdict, 'silent');
    assert.deepEqual(verdict.reasons, [
      'While the action was being arranged the phone told canary:folder to sa.api.intl.miui.com; that is not held against the action itself.',
    ]);
  });
});

describe('identifiers of the phone in the envelope of a report', () => {
  it('go with the action whose event the report tells', () => {
    const bodies = new Bodies();
    const envelope = { H: { st: String(T0 + 27_000), android_id: ANDROID_ID, os_ver: '9' }, B: [{ H: { time: String(T0 + 12_300) }, B: { event: 'x' } }] };
    const body = bodies.put(`value=${Buffer.from(JSON.stringify(envelope)).toString('base64url')}&gzip=0`);

    const { verdict } = judge({ bodies, extra: [aFlow({ url: 'https://tracking.intl.miui.com/track/spock', method: 'POST', body, startMs: T0 + 27_000 })] });

    assert.deepEqual(verdict.findings.map(({ indicator, owner, path, alongside }) => [indicator, owner, path.join(' > '), alongside]), [
      ['android_id', 'com.miui.analytics', 'body > form:value > base64 > json:$.H.android_id', ['android_version']],
    ]);
  });
});

function pageWindow(sham: boolean) {
  return aWindow({ package: 'com.android.settings', actions: [...(sham ? [aSham()] : []), page, aControl()] });
}

function judgePage({ told, sham = true }: { readonly told: readonly number[]; readonly sham?: boolean }) {
  const bodies = new Bodies();
  const body = bodies.put(sensorsBody(told.map((seconds) => anEvent(T0 + seconds * 1000, { page: 'WifiSettings' }))));
  return judge({ window: pageWindow(sham), bodies, extra: [aFlow({ url: SA_URL, method: 'POST', body, startMs: T0 + 17_000 })] }).verdict;
}

function view({ verdict, findings }: ReturnType<typeof judgePage>) {
  return [verdict, findings];
}
