import assert from 'node:assert/strict';
import type { Finding } from '../../src/flow/finding.ts';
import type { Verdict } from '../../src/flow/verdict.ts';
import { CLAIMS, tellClaims } from '../../src/report/claims.ts';

const SENSORS: Finding = {
  indicator: 'canary:url',
  class: 'planted',
  host: 'sa.api.intl.miui.com',
  owner: 'com.mi.globalbrowser',
  path: ['body', 'form:data_list', 'base64', 'gzip', 'json:$[0].properties.url'],
  flow: 'f000007',
};
const ANDROID_ID: Finding = { ...SENSORS, indicator: 'android_id', class: 'personal', alongside: ['android_version'] };

describe('the claims', () => {
  it('are all told, in order', () => {
    assert.deepEqual(tellClaims({ device: 'note8', verdicts: [] }).map(({ claim }) => claim), CLAIMS);
  });

  for (const [what, claim, verdicts, result, because] of [
    ['confirmed by one leak among several actions', 'C1', [aVerdict('silent'), aVerdict('leaked', [SENSORS])], 'confirmed', /^1 of 2 actions leaked: "visits a site" told sa\.api\.intl\.miui\.com canary:url\.$/],
    ['refuted when every action was silent', 'C1', [aVerdict('silent'), aVerdict('silent')], 'refuted', /^All 2 actions were silent/],
    ['not told when one of them is inconclusive', 'C1', [aVerdict('silent'), aVerdict('inconclusive', [], ['The recorder was restarted.'])], 'not told', /cannot be judged: The recorder was restarted\.$/],
    ['not told when something went that could not be read', 'C1', [aVerdict('noisy')], 'not told', /in which nothing of ours could be read/],
    ['not told when no action is about it', 'C9', [aVerdict('leaked', [SENSORS])], 'not told', /^No action of this run is about it/],
    ['confirmed when an identifier travels in the same flow', 'C10', [aVerdict('leaked', [SENSORS, ANDROID_ID])], 'confirmed', /^android_id in 1 reports, 1 of them with the Android version/],
    ['not told when the identifier travels elsewhere', 'C10', [aVerdict('leaked', [SENSORS, { ...ANDROID_ID, flow: 'f000009' }])], 'not told', /none of them carries an identifier/],
    ['refuted when nothing was reported at all, everything having been tried', 'C10', [{ ...aVerdict('silent'), claims: CLAIMS }], 'refuted', /^No report was sent/],
    ['not told when nothing was reported by a part of the actions', 'C10', [{ ...aVerdict('silent'), claims: ['C7'] }], 'not told', /none of this run was about C1, C2, C3, C4, C6, C8, C9\.$/],
    ['confirmed by a path through base64', 'C11', [aVerdict('leaked', [SENSORS])], 'confirmed', /without any key: body > form:data_list > base64 > gzip/],
    ['not told where nothing was encoded', 'C11', [aVerdict('leaked', [{ ...SENSORS, path: ['url', 'query:u'] }])], 'not told', /not behind base64/],
    ['confirmed by a Sensors collector', 'C13', [aVerdict('leaked', [SENSORS])], 'confirmed', /Sensors Analytics/],
    ['not told where reports went elsewhere', 'C13', [aVerdict('leaked', [{ ...SENSORS, host: 'tracking.intl.miui.com', path: ['body', 'form:value', 'base64'] }])], 'not told', /went to tracking\.intl\.miui\.com/],
    ['not told in the embedded world', 'C12', [aVerdict('leaked', [SENSORS])], 'not told', /invented servers/],
  ] as const) {
    it(`are ${what} (${claim})`, () => {
      const told = tellClaims({ device: 'note8', facts: { kind: 'emulated' }, verdicts }).find((candidate) => candidate.claim === claim);

      assert.equal(told?.result, result);
      assert.match(told.because, because);
    });
  }
});

function aVerdict(verdict: Verdict['verdict'], findings: readonly Finding[] = [], reasons: readonly string[] = []): Verdict {
  return {
    claims: ['C1'], spec: 'browser/browsing', action: 'visits a site', device: 'note8', profile: 'p', window: 'w', flows: [], reasons,
    expected: 'silent', verdict, witnesses: { wire: 'seen', kernel: 'absent', oracle: 'absent' }, events: findings.length, expectedEvents: 0, findings,
  };
}
