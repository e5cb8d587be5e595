import assert from 'node:assert/strict';
import type { parseBuffer as ParseBuffer } from 'music-metadata';
import { songFile } from '../../../emulator/phone/song.ts';

describe('a song on the phone', () => {
  let parseBuffer: typeof ParseBuffer;

  before(async () => {
    // Imported at run time: where a test file is loaded as CommonJS, the library's own imports do not fit together.
    ({ parseBuffer } = await import('music-metadata'));
  });

  it('reads as an MP3 of its length with its tags', async () => {
    const bytes = songFile({ title: 'Hafen – ölig', artist: 'The Tide Tables', album: 'Low Water', durationMs: 184_000 });

    const { common, format } = await parseBuffer(bytes, { mimeType: 'audio/mpeg' }, { duration: true });

    assert.deepEqual([common.title, common.artist, common.album], ['Hafen – ölig', 'The Tide Tables', 'Low Water']);
    assert.equal(format.container, 'MPEG');
    assert.ok(Math.abs((format.duration ?? 0) - 184) < 0.1, `duration ${format.duration}`);
  });

  it('has no tag for what is not known', async () => {
    const bytes = songFile({ title: 'x', artist: '', album: '', durationMs: 100 });

    const { common } = await parseBuffer(bytes, { mimeType: 'audio/mpeg' });

    assert.deepEqual([common.artist, common.album], [undefined, undefined]);
  });
});
