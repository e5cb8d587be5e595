import assert from 'node:assert/strict';
import type { Finding } from '../../../src/flow/finding.ts';
import type { Verdict } from '../../../src/flow/verdict.ts';
import { describeLinkage } from '../../../src/report/linkage/describe-linkage.ts';
import { linkageRows } from '../../../src/report/linkage/linkage.ts';
import { tellingFlowsOf, type TellingFlow } from '../../../src/report/linkage/telling-flow.ts';
import { tellIdentifiers } from '../../../src/report/tell-identifiers.ts';

const SENSORS = 'sa.api.intl.miui.com';

describe('the linkage table', () => {
  it('has what travels together to a company in one row', () => {
    const flows = [aFlow('f1', ['canary:url', 'android_id', 'account']), aFlow('f2', ['canary:url', 'android_id', 'account'])];

    const [row, ...others] = linkageRows(flows, [leakedBy(flows)]);

    assert.deepEqual(others, []);
    assert.deepEqual(
      [row?.domain, row?.company, row?.identifiers, row?.about, row?.attributes, row?.flows, row?.actions],
      ['miui.com', 'Xiaomi', ['account', 'android_id'], ['canary:url'], ['android_version'], ['f1', 'f2'], ['browser/browsing: visits a site']],
    );
  });

  it('has a row for each company and each set that travels together', () => {
    const flows = [
      aFlow('f1', ['canary:url', 'android_id']),
      aFlow('f2', ['canary:url']),
      aFlow('f3', ['canary:url', 'android_id'], { host: 'graph.facebook.com' }),
      aFlow('f4', ['android_id'], { host: 'register.xmpush.global.xiaomi.com' }),
    ];

    const rows = linkageRows(flows, [leakedBy(flows.slice(0, 3))]);

    assert.deepEqual(rows.map(({ company, flows: ids }) => [company, ids]), [['Meta', ['f3']], ['Xiaomi', ['f1']], ['Xiaomi', ['f2']], ['Xiaomi', ['f4']]]);
  });

  it('leaves out a page that was asked for, which names itself to its own site', () => {
    assert.deepEqual(linkageRows([aFlow('f1', ['canary:url'], { host: 'site.example' })], []), []);
  });

  it('takes only leaked verdicts for evidence', () => {
    const flows = [aFlow('f1', ['canary:url', 'android_id'])];

    assert.deepEqual(linkageRows(flows, [{ ...leakedBy(flows), verdict: 'inconclusive' }])[0]?.actions, []);
  });

  it('tells C10 of the flows that tell of an action, and of those alone', () => {
    const tied = [aFlow('f1', ['canary:url', 'android_id', 'account'], { appIds: ['distinct_id'] })];
    const untied = [aFlow('f1', ['canary:url']), aFlow('f2', ['imei'])];

    assert.match(
      told(tied, tied).because,
      /^account, android_id in 1 reports, 1 of them with the Android version; together: account \+ android_id \+ distinct_id \+ canary:url to sa\.api\.intl\.miui\.com \(Xiaomi\) in 1 flows, the first f1\.$/,
    );
    assert.equal(told(untied, untied.slice(0, 1)).result, 'not told');
  });

  it('says that ids the apps made up were there, where no other was', () => {
    const flows = [aFlow('f1', ['canary:url'], { appIds: ['distinct_id'] })];

    assert.match(told(flows, flows).because, /none of them carries an identifier .* ids the apps made up \(distinct_id\)/);
  });

  it('is made of the verdicts alone where nobody has looked at more', () => {
    const flows = [aFlow('f1', ['canary:url', 'android_id'])];

    assert.deepEqual(tellingFlowsOf([leakedBy(flows)]).map(({ id, host, findings }) => [id, host, findings.length]), [['f1', SENSORS, 2]]);
    assert.equal(tellIdentifiers([leakedBy(flows)]).result, 'confirmed');
  });

  it('is told in one line', () => {
    const flows = [aFlow('f1', ['canary:url', 'android_id'])];
    const rows = linkageRows(flows, [leakedBy(flows)]);

    assert.equal(
      describeLinkage({ device: 'note8', rows, cleared: [], survivals: [] }),
      'android_id + canary:url + android_version to sa.api.intl.miui.com (Xiaomi) in 1 flow. Whether they outlive the clearing of an app\'s data was not tested (--consent cleared does).',
    );
    assert.equal(describeLinkage({ device: 'note8', rows: [], cleared: [], survivals: [] }), 'nothing that names the phone or its owner was read.');
  });
});

function told(flows: readonly TellingFlow[], evidence: readonly TellingFlow[]): ReturnType<typeof tellIdentifiers> {
  const verdicts = [leakedBy(evidence)];
  return tellIdentifiers(verdicts, linkageRows(flows, verdicts));
}

function aFlow(id: string, indicators: readonly string[], over: { readonly host?: string; readonly appIds?: readonly string[] } = {}): TellingFlow {
  const { host = SENSORS, appIds = [] } = over;
  const findings = indicators.map((indicator): Finding => ({
    indicator, class: indicator.startsWith('canary:') ? 'planted' : 'personal', host, owner: 'com.mi.globalbrowser', path: ['body'], flow: id, alongside: ['android_version'],
  }));
  return { id, startMs: 1, host, owner: 'com.mi.globalbrowser', findings, appIds: appIds.map((name) => ({ name, value: 'abcdefgh' })) };
}

function leakedBy(flows: readonly TellingFlow[]): Verdict {
  const findings = flows.flatMap((flow) => flow.findings);
  return {
    claims: ['C1'], spec: 'browser/browsing', action: 'visits a site', device: 'note8', build: 'b', window: 'w', flows: [], reasons: [],
    expected: 'silent', verdict: 'leaked', witnesses: { wire: 'seen', kernel: 'absent', oracle: 'absent' }, events: 1, expectedEvents: 0, findings,
  };
}
