import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { readdirSync, readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { decodePng, encodePng, cropPng, type Pixels } from '../../../../emulator/phone/ui/render/png.ts';
import { PALETTE } from '../../../../emulator/phone/ui/render/palette.ts';
import { paintScreen } from '../../../../emulator/phone/ui/render/paint-screen.ts';
import { renderScreen } from '../../../../emulator/phone/ui/render/render-screen.ts';
import { drawSymbol, symbolNamed } from '../../../../emulator/phone/ui/render/icons.ts';
import { breakLines, lineWidthPx } from '../../../../emulator/phone/ui/render/text-lines.ts';
import { aView } from '../display-double.ts';

const SIZE = { widthPx: 1080, heightPx: 2340, densityDpi: 440 };

/** How many different colours a part of the picture has. */
function coloursIn({ width, rgba }: Pixels, [left, top, right, bottom]: readonly [number, number, number, number]): number {
  const seen = new Set<number>();
  for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) seen.add(rgba.readUInt32BE((y * width + x) * 4));
  return seen.size;
}

describe('the picture of a screen', () => {
  it('is a PNG of the glass with what stands on it where it stands', async () => {
    const root = aView({
      children: [
        aView({ key: 'text', className: 'android.widget.TextView', text: 'Hello', bounds: { left: 100, top: 300, right: 600, bottom: 400 } }),
        aView({ key: 'icon', className: 'android.widget.ImageView', look: { icon: 'folder' }, bounds: { left: 100, top: 600, right: 220, bottom: 720 } }),
        aView({ key: 'box', look: { background: '#123456' }, bounds: { left: 0, top: 2000, right: 1080, bottom: 2100 } }),
        aView({ key: 'gone', displayed: false, look: { background: '#ff0000' }, bounds: { left: 0, top: 1000, right: 1080, bottom: 1100 } }),
      ],
    });

    const png = await renderScreen(root, SIZE);

    const picture = decodePng(png);
    assert.deepEqual([picture.width, picture.height], [1080, 2340]);
    assert.ok(coloursIn(picture, [100, 300, 600, 400]) > 10, 'letters have many shades');
    assert.ok(coloursIn(picture, [100, 600, 220, 720]) > 1);
    assert.equal(coloursIn(picture, [0, 800, 1080, 1900]), 1);
    assert.equal(picture.rgba.readUInt32BE((2050 * 1080 + 540) * 4), 0x123456ff);
  });

  it('is painted whatever is written on the screen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 500 }), (text, width) => {
        const svg = paintScreen(aView({ className: 'android.widget.TextView', text, bounds: { left: 0, top: 0, right: width, bottom: 100 } }), SIZE);

        assert.match(svg, /^<svg .*<\/svg>$/su);
        assert.doesNotMatch(svg, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|NaN/u);
      }),
    );
  });

  it('writes in a light field in dark letters, whatever is behind the field', () => {
    const field = aView({ key: 'field', className: 'android.widget.EditText', text: 'typed', look: { background: '#FFFFFF' }, bounds: { left: 100, top: 300, right: 900, bottom: 400 } });

    const svg = paintScreen(aView({ look: { background: '#20508A' }, children: [field] }), SIZE);

    assert.equal(/fill="(#[0-9A-Fa-f]+)"[^>]*><text[^>]*>typed</u.exec(svg)?.[1], PALETTE.text);
  });

  it('knows every symbol the apps ask for', () => {
    const apps = fileURLToPath(new URL('../../../../emulator/phone/apps/', import.meta.url));
    const asked = readdirSync(apps, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(apps + file, 'utf8').matchAll(/\bicon: '([\w-]+)'/gu)].map(([, name]) => name ?? ''));

    const unknown = [...new Set(asked)].filter((name) => symbolNamed(name) === undefined);

    assert.deepEqual(unknown, []);
    assert.match(drawSymbol('folder', { x: 1, y: 2, sizePx: 48, color: '#000' }), /translate\(1 2\) scale\(2\.0000\)/u);
  });
});

describe('lines of text', () => {
  const room = { sizePx: 40, maxLines: 2, weight: 'regular' } as const;

  it('break at spaces and end in an ellipsis', () => {
    const lines = breakLines('one two three four five six seven', { ...room, widthPx: 200 });

    assert.equal(lines.length, 2);
    assert.equal(lines[0], 'one two');
    assert.match(lines[1] ?? '', /^three.*…$/u);
  });

  it('never stick out', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 80, max: 900 }), (text, widthPx) => {
        const lines = breakLines(text, { ...room, widthPx });

        assert.ok(lines.length <= 2);
        for (const line of lines) assert.ok(lineWidthPx(line, room) <= widthPx, line);
      }),
    );
  });
});

describe('a PNG', () => {
  const pixels = fc
    .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
    .chain(({ width, height }) =>
      fc.uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 }).map((rgba) => ({ width, height, rgba: Buffer.from(rgba) })),
    );

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(pixels, (picture) => {
        assert.deepEqual(decodePng(encodePng(picture)), picture);
      }),
    );
  });

  it('is read whichever way another program has filtered its rows', () => {
    const picture = new Resvg(paintScreen(aView({ className: 'android.widget.TextView', text: 'Hello', look: { background: '#20508A' } }), SIZE), {
      fitTo: { mode: 'width', value: 108 },
    }).render();

    const { rgba } = decodePng(picture.asPng());

    assert.ok(rgba.equals(picture.pixels));
  });

  it('is cut to the part asked for, within its rim', () => {
    const rgba = Buffer.from([...Array.from({ length: 16 }, (_, i) => [i, i, i, 255])].flat());
    const picture = encodePng({ width: 4, height: 4, rgba });

    const part = decodePng(cropPng(picture, { left: 2, top: 1, right: 9, bottom: 3 }));

    assert.deepEqual([part.width, part.height], [2, 2]);
    assert.deepEqual([0, 4, 8, 12].map((at) => part.rgba[at]), [6, 7, 10, 11]);
  });

  it('of another kind is refused by what was found', () => {
    assert.throws(() => decodePng(Buffer.from('no picture')), /found 6e6f207069637475, expected a PNG signature/u);
  });
});
