import { ID3Writer } from 'browser-id3-writer';
import type { DeviceShell } from './device-shell.ts';

const ROOT = '/sdcard';
const MUSIC = `${ROOT}/Music`;

/** From Android 11 on the media provider takes commands; before, the scanner took broadcasts. */
const FIRST_API_WITH_SCAN_VOLUME = 30;

/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz, stereo: a header and 413 bytes of silence are one frame of 26 ms. */
const SILENT_FRAME = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)]);
const SONG_FRAMES = 400;

/**
 * The user's storage on the phone, as a cable fills it. What is put there is taken away again by `cleanUp`, also what
 * an app under test was asked to create there.
 */
export class Storage {
  readonly #shell: DeviceShell;
  readonly #apiLevel: number;
  readonly #ours = new Set<string>();

  constructor(shell: DeviceShell, apiLevel: number) {
    this.#shell = shell;
    this.#apiLevel = apiLevel;
  }

  /** Makes a folder in the root of the storage. */
  async makeFolder(name: string): Promise<void> {
    await this.#shell.run(`mkdir -p ${quote(this.willHold(name))}`);
  }

  /** Puts a text file into the root of the storage. */
  async putFile(name: string, text: string): Promise<void> {
    await this.#shell.push(Buffer.from(text), this.willHold(name));
  }

  /** Puts a song of ten silent seconds where the music app finds it, tagged with title and artist. */
  async putSong(tags: { readonly title: string; readonly artist: string }): Promise<void> {
    const path = this.#willHoldPath(`${MUSIC}/${tags.title}.mp3`);
    const writer = new ID3Writer(Buffer.concat(Array.from({ length: SONG_FRAMES }, () => SILENT_FRAME)));
    writer.setFrame('TIT2', tags.title).setFrame('TPE1', [tags.artist]);
    await this.#shell.push(Buffer.from(writer.addTag()), path);
    await this.#scan(path);
  }

  /** Says that something of this name is going to be created in the root by an app, so that it is taken away. */
  willHold(name: string): string {
    return this.#willHoldPath(`${ROOT}/${name}`);
  }

  /** Takes away all that was put there or announced. */
  async cleanUp(): Promise<void> {
    for (const path of this.#ours) {
      await this.#shell.run(`rm -rf ${quote(path)}`);
      if (path.startsWith(MUSIC)) await this.#scan(path);
      this.#ours.delete(path);
    }
  }

  #willHoldPath(path: string): string {
    this.#ours.add(path);
    return path;
  }

  async #scan(path: string): Promise<void> {
    const command =
      this.#apiLevel >= FIRST_API_WITH_SCAN_VOLUME
        ? 'content call --uri content://media --method scan_volume --arg external_primary'
        : `am broadcast -a android.intent.action.MEDIA_SCANNER_SCAN_FILE -d ${quote(`file://${encodeURI(path)}`)}`;
    await this.#shell.run(command);
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
