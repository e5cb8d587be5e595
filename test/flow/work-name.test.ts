import assert from 'node:assert/strict';
import { appOf, specFileOf, workName } from '../../src/flow/work-name.ts';

describe('workName', () => {
  it('is the name of the spec file where there is one app and nothing was brought about', () => {
    assert.equal(workName({ file: 'music/playing', consent: 'as-found' }), 'music/playing');
  });

  it('names the app of a family, and the consent setup that was brought about', () => {
    assert.equal(workName({ file: 'browser/visiting', app: 'mint-browser', consent: 'as-found' }), 'browser/visiting@mint-browser');
    assert.equal(workName({ file: 'browser/visiting', app: 'mint-browser', consent: 'program-off' }), 'browser/visiting@mint-browser+program-off');
    assert.equal(workName({ file: 'music/playing', consent: 'declined' }), 'music/playing+declined');
  });
});

describe('specFileOf', () => {
  it('leads back to the spec file', () => {
    for (const name of ['browser/visiting', 'browser/visiting@mi-browser', 'browser/visiting+declined', 'browser/visiting@mi-browser+declined']) {
      assert.equal(specFileOf(name), 'browser/visiting');
    }
  });
});

describe('appOf', () => {
  it('is the app of a family, whatever was brought about', () => {
    assert.deepEqual(['browser/visiting@mi-browser', 'browser/visiting@mi-browser+declined', 'music/playing', 'music/playing+declined'].map(appOf), ['mi-browser', 'mi-browser', undefined, undefined]);
  });
});
