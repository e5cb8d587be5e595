import assert from 'node:assert/strict';
import { boxNamed, readBoxes, setFrameTimes } from '../../../../emulator/phone/ui/record/mp4-timing.ts';
import { fitInto, letterbox } from '../../../../emulator/phone/ui/record/letterbox.ts';
import { recordScreen } from '../../../../emulator/phone/ui/record/screen-recorder.ts';
import { aView, DisplayDouble } from '../display-double.ts';

describe('a recording of the screen', function () {
  this.timeout(20_000);

  it('is an H.264 MP4 with a frame for each change, shown for as long as it stood', async () => {
    const display = new DisplayDouble(aView({ text: 'first', className: 'android.widget.TextView' }));

    const recording = recordScreen(display, { width: 270, height: 584 });
    display.tree = aView({ text: 'second', className: 'android.widget.TextView' });
    const video = await recording.finish();

    const boxes = readBoxes(video);
    assert.deepEqual(boxes.map(({ type }) => type).filter((type) => type !== 'free'), ['ftyp', 'mdat', 'moov']);
    const entry = boxNamed(boxes, 'stsd')!.content;
    assert.equal(entry.toString('latin1', 12, 16), 'avc1');
    assert.deepEqual([entry.readUInt16BE(40), entry.readUInt16BE(42)], [270, 584]);
    assert.equal(boxNamed(boxes, 'stsz')!.content.readUInt32BE(8), 2);
    const times = boxNamed(boxes, 'stts')!.content;
    assert.equal(times.readUInt32BE(4), 2);
    const mediaDuration = boxNamed(boxes, 'mdhd')!.content.readUInt32BE(16);
    assert.equal(times.readUInt32BE(12) + times.readUInt32BE(20), mediaDuration);
  });

  it('lays a picture of another shape in the middle of a black frame', () => {
    assert.deepEqual(fitInto({ width: 200, height: 100 }, { width: 100, height: 100 }), { width: 100, height: 50 });

    const framed = letterbox({ width: 2, height: 1, rgba: Buffer.alloc(8, 9) }, { width: 2, height: 3 });

    assert.equal(framed.toString('hex'), '00'.repeat(8) + '09'.repeat(8) + '00'.repeat(8));
  });

  it('refuses a file whose boxes do not fit into it', () => {
    assert.throws(() => setFrameTimes(Buffer.from('0000ffff6d6f6f76', 'hex'), [1]), /box moov at 0 says it has 65535 bytes, expected 8 to 8/);
  });
});
