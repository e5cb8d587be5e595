import assert from 'node:assert/strict';
import type { ConsentSetup } from '../../src/flow/consent.ts';
import type { Verdict, VerdictKind } from '../../src/flow/verdict.ts';
import { consentRows, consentTable, describeConsent } from '../../src/report/consent-table.ts';
import { tellConsent, withStandardConsent } from '../../src/report/tell-consent.ts';

/** What one action came to under each setup. */
function under(found: Partial<Record<ConsentSetup, VerdictKind>>, action = 'plays a song', claims: readonly string[] = ['C9']): readonly Verdict[] {
  return (Object.entries(found) as [ConsentSetup, VerdictKind][]).map(([consent, verdict]) => (
    { claims, spec: `music/playing${consent === 'as-found' ? '' : `+${consent}`}`, action, device: 'phone', consent, verdict } as unknown as Verdict));
}

describe('telling C17', () => {
  it('confirms it where all that is reported with consent is silent without', () => {
    const told = tellConsent([...under({ 'accepted': 'leaked', 'declined': 'silent', 'program-off': 'silent' }), ...under({ 'accepted': 'silent', 'declined': 'silent' }, 'pauses a song')]);
    assert.deepEqual(told, { result: 'confirmed', because: 'All 1 actions that are reported with consent were silent with the agreement declined, and with the User Experience Program off.' });
  });

  it('refutes it where something is reported all the same', () => {
    const told = tellConsent([...under({ 'as-found': 'leaked', 'program-off': 'silent' }), ...under({ 'as-found': 'leaked', 'program-off': 'leaked' }, 'skips a song')]);
    assert.deepEqual(told, { result: 'refuted', because: '1 of 2 times it was reported all the same: "skips a song" (music/playing) with the User Experience Program off.' });
  });

  it('refutes it where something is reported only by whoever withholds consent', () => {
    const told = tellConsent([...under({ 'accepted': 'leaked', 'declined': 'silent' }), ...under({ 'accepted': 'silent', 'declined': 'leaked' }, 'skips a song')]);
    assert.deepEqual(told, { result: 'refuted', because: '1 of 2 times it was reported where it is not with consent: "skips a song" (music/playing) with the agreement declined.' });
  });

  it('is not told where something comes without consent that nobody can read', () => {
    const told = tellConsent([...under({ 'accepted': 'leaked', 'declined': 'silent' }), ...under({ 'accepted': 'silent', 'declined': 'noisy' }, 'skips a song')]);
    assert.equal(told.result, 'not told');
    assert.match(told.because, /^"skips a song" \(music\/playing\) was noisy with the agreement declined; 1 of 1 were silent/);
    const declining = under({ declined: 'noisy' }, 'declines the agreement', ['C17']);
    assert.match(tellConsent([...under({ accepted: 'leaked', declined: 'silent' }), ...declining]).because, /^"declines the agreement" was noisy itself/);
  });

  it('is not told where what is reported with consent was not performed without', () => {
    const told = tellConsent([...under({ 'as-found': 'leaked', 'accepted': 'leaked' }), ...under({ 'as-found': 'silent', 'declined': 'silent' }, 'skips a song')]);
    assert.deepEqual(told, { result: 'not told', because: '"plays a song" (music/playing) is reported with consent and was not performed without; 0 of 0 were silent.' });
  });

  it('refutes it where declining is itself reported', () => {
    assert.equal(tellConsent(under({ 'as-found': 'leaked' }, 'declines the agreement', ['C17'])).result, 'refuted');
  });

  it('is not told by ads alone, without a report to be stopped, or where a verdict without consent cannot be given', () => {
    assert.equal(tellConsent(under({ 'as-found': 'leaked', 'ads-off': 'silent' })).result, 'not told');
    assert.equal(tellConsent(under({ 'as-found': 'silent', 'declined': 'silent' })).result, 'not told');
    assert.match(tellConsent(under({ 'as-found': 'leaked', 'declined': 'inconclusive' })).because, /was inconclusive with the agreement declined; 0 of 1 were silent/);
    assert.equal(tellConsent(under({ 'as-found': 'leaked' })).result, 'not told');
  });
});

describe('what claims about apps are told from', () => {
  it('is what happens with the consent that was found or given', () => {
    assert.deepEqual(withStandardConsent(under({ 'as-found': 'leaked', 'declined': 'silent' })).map(({ verdict }) => verdict), ['leaked']);
    assert.deepEqual(withStandardConsent(under({ 'cleared': 'leaked', 'program-off': 'silent' })).map(({ verdict }) => verdict), ['leaked']);
    assert.deepEqual(withStandardConsent(under({ 'declined': 'silent' })).map(({ verdict }) => verdict), ['silent']);
  });
});

describe('consentTable', () => {
  it('shows the actions that consent changes, and how many it does not', () => {
    const rows = consentRows([...under({ 'as-found': 'leaked', 'declined': 'silent' }), ...under({ 'as-found': 'silent', 'declined': 'silent' }, 'pauses a song'), ...under({ 'as-found': 'leaked' }, 'once')]);
    assert.deepEqual(consentTable(rows)?.split('\n').map((line) => line.split(/ {2,}/)), [
      ['phone', 'spec', 'what consent changes', 'as-found', 'declined'],
      ['-----', '-------------', '--------------------', '--------', '--------'],
      ['phone', 'music/playing', 'plays a song', 'leaked', 'silent'],
      ['1 of 2 actions have the same verdict under each consent setup (as-found, declined).'],
    ]);
    assert.equal(consentTable(consentRows(under({ 'as-found': 'leaked' }))), undefined);
  });

  it('fits into one line a phone for the front page of the report', () => {
    const rows = consentRows([...under({ 'as-found': 'leaked', 'declined': 'silent' }), ...under({ 'as-found': 'silent', 'declined': 'silent' }, 'pauses a song')]);
    assert.equal(describeConsent(rows), '"plays a song" (music/playing): as-found leaked, declined silent; 1 of 2 actions are the same under each setup');
  });
});
