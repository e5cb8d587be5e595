import assert from 'node:assert/strict';
import type { AppLook, ScreenLook, ViewLook } from '../../../src/cli/doctor/look-at-screens.ts';
import { describeLook, isAllFound, lookAsJson, type PhoneLook } from '../../../src/cli/doctor/tell-selectors.ts';

const KNOWN = { selector: { id: 'a:id/menu' }, confidence: 'recorded', source: 'a device log' } as const;
const found: ViewLook = { view: 'menu', known: KNOWN, found: true, nearest: [] };
const missing: ViewLook = { ...found, found: false, nearest: [{ id: 'a:id/drawer', class: 'ImageView', description: 'Show menu', likeness: 0.71 }] };

const look = (...screens: readonly ScreenLook[]): PhoneLook => {
  const app: AppLook = { app: 'music', title: 'Music', package: 'a', version: '4.1', screens };
  return { device: 'phone', build: 'a build', apps: [app], absent: ['Messages'] };
};

describe('what the doctor says of selectors', () => {
  it('is that all is found where every view of every screen is there', () => {
    assert.equal(isAllFound(look({ screen: 'songs', views: [found] })), true);
    assert.match(describeLook(look({ screen: 'songs', views: [found] })), /Music, a 4\.1: all found\n {2}not on this phone: Messages\n {2}1 views looked for on 1 screens, 0 not found$/);
  });

  it('names a view that is not there, how it was known, and what is nearest', () => {
    const phone = look({ screen: 'songs', views: [found, missing] });

    assert.equal(isAllFound(phone), false);
    assert.match(describeLook(phone), /"songs": no menu \(a:id\/menu; recorded: a device log\)\n {6}nearest: a:id\/drawer ImageView "Show menu" 71 %/);
  });

  it('holds a screen that could not be opened against the table, and one that comes rarely not', () => {
    const closed = look({ screen: 'songs', views: [], notShown: { why: 'no way there', isRare: false } });
    const rare = look({ screen: 'first start', views: [], notShown: { why: 'before the agreement was accepted', isRare: true } });

    assert.deepEqual([isAllFound(closed), isAllFound(rare)], [false, true]);
    assert.match(describeLook(closed), /"songs" could not be opened: no way there/);
    assert.match(describeLook(rare), /"first start" was not looked at: it comes before the agreement was accepted/);
  });

  it('says that no row of the table fits the phone', () => {
    const phone = look({ screen: 'songs', views: [{ view: 'menu', found: false, problem: 'looked up the view "menu", found no row', nearest: [] }] });

    assert.equal(isAllFound(phone), false);
    assert.match(describeLook(phone), /"songs": looked up the view "menu", found no row/);
  });

  it('is the same for programs', () => {
    const json = JSON.parse(JSON.stringify(lookAsJson(look({ screen: 'songs', views: [missing] })))) as { apps: { screens: { views: object[] }[] }[] };

    assert.deepEqual(json.apps[0]?.screens[0]?.views[0], {
      view: 'menu', id: 'a:id/menu', confidence: 'recorded', source: 'a device log', found: false,
      nearest: [{ id: 'a:id/drawer', class: 'ImageView', description: 'Show menu', likeness: 0.71 }],
    });
  });
});
