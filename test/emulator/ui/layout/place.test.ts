import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Arrangement, Box, BoxLength, Placed } from '../../../../emulator/phone/ui/layout/box.ts';
import { px } from '../../../../emulator/phone/ui/layout/measure.ts';
import { place } from '../../../../emulator/phone/ui/layout/place.ts';
import type { Bounds } from '../../../../emulator/phone/ui/view.ts';

const GLASS: Bounds = { left: 0, top: 77, right: 1080, bottom: 2340 };

describe('layout', () => {
  it('turns dp into pixels of a 440 dpi screen', () => {
    assert.deepEqual([px(0), px(1), px(48), px(160)], [0, 3, 132, 440]);
  });

  it('gives what fixed children leave to the one that fills', () => {
    const column = aBox('column', { children: [aBox('stack', { height: 56 }), aBox('stack', { height: 'fill' }), aBox('stack', { height: 48 })] });

    const [head, body, foot] = place(column, GLASS).children;

    assert.deepEqual([head?.bounds, body?.bounds, foot?.bounds], [
      { left: 0, top: 77, right: 1080, bottom: 231 }, { left: 0, top: 231, right: 1080, bottom: 2208 }, { left: 0, top: 2208, right: 1080, bottom: 2340 },
    ]);
  });

  it('shares a row among those that fill, beside a fixed one', () => {
    const row = aBox('row', { children: [aBox('stack', { width: 40, height: 'fill' }), aBox('stack', { height: 'fill' }), aBox('stack', { height: 'fill' })] });

    const widths = place(row, GLASS).children.map(({ bounds }) => bounds.right - bounds.left);

    assert.deepEqual(widths, [110, 485, 485]);
  });

  it('leaves out what is scrolled away and clips what is cut', () => {
    const rows = Array.from({ length: 30 }, (_, i) => aBox('stack', { height: 64, content: `row ${i}` }));
    const list = aBox('scroll', { height: 'fill', scrolledPx: 100, children: rows });

    const placed = place(list, GLASS);

    assert.equal(placed.children[0]?.bounds.top, GLASS.top);
    assert.equal(placed.children[0].bounds.bottom, GLASS.top + px(64) - 100);
    assert.ok(placed.children.length < 30);
    assert.equal(placed.overflowPx, 30 * px(64) - (GLASS.bottom - GLASS.top));
  });

  it('never scrolls beyond the end', () => {
    const list = aBox('scroll', { height: 'fill', scrolledPx: 1_000_000, children: Array.from({ length: 30 }, (_, i) => aBox('stack', { height: 64, content: `row ${i}` })) });

    const last = place(list, GLASS).children.at(-1);

    assert.equal(last?.content, 'row 29');
    assert.equal(last.bounds.bottom, GLASS.bottom);
  });

  it('breaks a text that is wider than its place', () => {
    const short = heightOfText('short');
    const long = heightOfText('long '.repeat(60));

    assert.ok(long > 2 * short, `${long} px against ${short} px`);
  });

  it('puts a sheet at the foot of the screen', () => {
    const [sheet] = place(aBox('sheet', { height: 'fill', children: [aBox('column', { children: [aBox('stack', { height: 100 })] })] }), GLASS).children;

    assert.deepEqual(sheet?.bounds, { left: 0, top: 2340 - 275, right: 1080, bottom: 2340 });
  });

  it('keeps everything inside its parent, whatever is nested in what', () => {
    fc.assert(fc.property(boxes, (box) => {
      for (const [parent, child] of pairs(place(box, GLASS))) {
        assert.ok(child.bounds.left >= parent.bounds.left && child.bounds.right <= parent.bounds.right, 'sideways');
        assert.ok(child.bounds.top >= parent.bounds.top && child.bounds.bottom <= parent.bounds.bottom, 'up and down');
        assert.ok(child.bounds.right > child.bounds.left && child.bounds.bottom > child.bounds.top, 'empty');
      }
    }));
  });
});

const lengths = fc.oneof(fc.constantFrom<BoxLength>('fill', 'wrap'), fc.integer({ min: 0, max: 400 }));

const boxes = fc.letrec<{ box: Box<string> }>((tie) => ({
  box: fc.record({
    content: fc.constant('box'),
    arrangement: fc.constantFrom<Arrangement>('column', 'row', 'stack', 'grid', 'sheet', 'scroll'),
    width: lengths,
    height: lengths,
    paddingDp: fc.integer({ min: 0, max: 20 }),
    columns: fc.integer({ min: 1, max: 4 }),
    scrolledPx: fc.integer({ min: 0, max: 500 }),
    text: fc.string(),
    children: fc.oneof({ depthSize: 'small' }, fc.constant<readonly Box<string>[]>([]), fc.array(tie('box'), { maxLength: 4 })),
  }),
})).box;

function pairs<Content>(placed: Placed<Content>): readonly (readonly [parent: Placed<Content>, child: Placed<Content>])[] {
  return placed.children.flatMap((child) => [[placed, child] as const, ...pairs(child)]);
}

function heightOfText(text: string): number {
  const [placed] = place(aBox('column', { children: [aBox('stack', { text })] }), GLASS).children;
  return placed!.bounds.bottom - placed!.bounds.top;
}

function aBox(arrangement: Arrangement, rest: Partial<Box<string>>): Box<string> {
  return { content: '', arrangement, width: 'fill', height: 'wrap', paddingDp: 0, children: [], ...rest };
}
