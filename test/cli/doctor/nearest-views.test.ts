import assert from 'node:assert/strict';
import { nearestViews, standIn } from '../../../src/cli/doctor/nearest-views.ts';
import { isFoundBy, parseScreen } from '../../../src/cli/doctor/screen-tree.ts';

const SOURCE = `<?xml version="1.0" encoding="UTF-8"?>
<hierarchy rotation="0">
  <android.widget.FrameLayout class="android.widget.FrameLayout" resource-id="" text="" content-desc="">
    <android.widget.ImageView class="android.widget.ImageView" resource-id="a:id/nav_drawer" text="" content-desc="Show menu" />
    <android.widget.ImageView class="android.widget.ImageView" resource-id="a:id/search" text="" content-desc="Search" />
    <android.widget.LinearLayout class="android.widget.LinearLayout" resource-id="a:id/song_item" text="" content-desc="One" />
    <android.widget.TextView class="android.widget.TextView" resource-id="a:id/song_title" text="One &amp; only" content-desc="" />
    <android.widget.LinearLayout class="android.widget.LinearLayout" resource-id="a:id/song_item" text="" content-desc="Two" />
    <android.widget.ImageButton class="android.widget.ImageButton" resource-id="a:id/play_pause" text="" content-desc="Pause" />
  </android.widget.FrameLayout>
</hierarchy>`;
const SCREEN = parseScreen(SOURCE);

describe('the tree of a screen', () => {
  it('leaves the status bar out, which stands on every screen', () => {
    const clock = '<hierarchy><n class="android.widget.TextView" package="com.android.systemui" text="9:41" /></hierarchy>';

    assert.deepEqual(parseScreen(clock, 'com.miui.player'), []);
    assert.equal(parseScreen(clock, 'com.android.systemui').length, 1);
  });

  it('has each view with its id, class and words', () => {
    assert.deepEqual(SCREEN[1], { id: 'a:id/nav_drawer', class: 'ImageView', description: 'Show menu' });
    assert.deepEqual(SCREEN[4], { id: 'a:id/song_title', class: 'TextView', text: 'One & only' });
  });

  it('has a view where id, text and description are those of the selector, as far as it names them', () => {
    const [, drawer] = SCREEN;
    assert.ok(drawer);
    assert.equal(isFoundBy(drawer, { id: 'a:id/nav_drawer' }), true);
    assert.equal(isFoundBy(drawer, { id: 'a:id/nav_drawer', description: 'Hide menu' }), false);
    assert.equal(isFoundBy(drawer, { description: 'Show menu' }), true);
  });
});

describe('the views nearest to one that was not found', () => {
  const none = new Set<string>();

  it('are those whose ids share words with it, or with what it is called', () => {
    const row = nearestViews({ view: 'songRow', selector: { id: 'a:id/title_container' }, class: 'LinearLayout' }, SCREEN, none);
    const menu = nearestViews({ view: 'menu', selector: { id: 'a:id/header_menu' }, class: 'ImageView' }, SCREEN, none);

    assert.equal(row[0]?.id, 'a:id/song_item');
    assert.equal(menu[0]?.id, 'a:id/nav_drawer');
  });

  it('name a row of a list once', () => {
    const rows = nearestViews({ view: 'songRow', selector: { id: 'a:id/title_container' }, class: 'LinearLayout' }, SCREEN, none);

    assert.equal(rows.filter(({ id }) => id === 'a:id/song_item').length, 1);
  });

  it('leave out what another view of the table is known by', () => {
    const nearest = nearestViews({ view: 'songRow', selector: { id: 'a:id/title_container' } }, SCREEN, new Set(['a:id/song_item']));

    assert.deepEqual(nearest.filter(({ id }) => id === 'a:id/song_item'), []);
  });

  it('begin with the one that says the same, whatever it is called', () => {
    const nearest = nearestViews({ view: 'pause', selector: { id: 'a:id/btn_xyz', description: 'Pause' }, class: 'ImageButton' }, SCREEN, none);

    assert.equal(nearest[0]?.id, 'a:id/play_pause');
    assert.equal(standIn(nearest)?.id, 'a:id/play_pause');
  });

  it('are none where nothing is alike', () => {
    assert.deepEqual(nearestViews({ view: 'shutter', selector: { id: 'a:id/v6' }, class: 'SeekBar' }, SCREEN, none), []);
  });

  it('have no stand-in where two are as likely', () => {
    const alike = [{ id: 'a:id/one', class: 'TextView', likeness: 0.7 }, { id: 'a:id/two', class: 'TextView', likeness: 0.68 }];

    assert.equal(standIn(alike), undefined);
    assert.equal(standIn(alike.slice(0, 1))?.id, 'a:id/one');
  });
});
