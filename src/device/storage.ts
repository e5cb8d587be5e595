import { ID3Writer } from 'browser-id3-writer';
import type { DeviceShell } from './device-shell.ts';
import { deleteMessages, putMessage, type Message } from './inbox.ts';
import { isScanned, scanMedia } from './media-scan.ts';
import { shellQuote } from './shell-quote.ts';
import { greyPng } from './test-picture.ts';
import type { UndoJournal } from './undo-journal.ts';

const ROOT = '/sdcard';
const MUSIC = `${ROOT}/Music`;
/** Where cameras put pictures (DCF), and galleries look first. */
const CAMERA_ROLL = 'DCIM/Camera';

/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz, stereo: a header and 413 bytes of silence are one frame of 26 ms. */
const SILENT_FRAME = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)]);
const SONG_FRAMES = 400;

/**
 * The user's storage on the phone, as a cable fills it. What is put there is taken away again by `cleanUp`, also what
 * an app under test was asked to create there; the journal knows of it before it is there.
 */
export class Storage {
  readonly #shell: DeviceShell;
  readonly #apiLevel: number;
  readonly #journal: UndoJournal;

  constructor(shell: DeviceShell, apiLevel: number, journal: UndoJournal) {
    this.#shell = shell;
    this.#apiLevel = apiLevel;
    this.#journal = journal;
  }

  /** Makes a folder in the root of the storage. */
  async makeFolder(name: string): Promise<void> {
    await this.#shell.run(`mkdir -p ${shellQuote(this.willHold(name))}`);
  }

  /** Puts a text file into the root of the storage. */
  async putFile(name: string, text: string): Promise<void> {
    await this.#shell.push(Buffer.from(text), this.willHold(name));
  }

  /** Puts a song of ten silent seconds where the music app finds it, tagged with title and artist. */
  async putSong(tags: { readonly title: string; readonly artist: string }): Promise<void> {
    const path = this.#willHoldPath(`${MUSIC}/${tags.title}.mp3`);
    const frames = Uint8Array.from(Buffer.concat(Array.from({ length: SONG_FRAMES }, () => SILENT_FRAME)));
    const writer = new ID3Writer(frames.buffer);
    writer.setFrame('TIT2', tags.title).setFrame('TPE1', [tags.artist]);
    await this.#shell.push(Buffer.from(writer.addTag()), path);
    await this.#scan(path);
  }

  /** Puts a grey picture (PNG) where cameras put theirs, or into the root of the storage. */
  async putPicture(name: string, where: 'camera roll' | 'root' = 'camera roll'): Promise<void> {
    const path = this.willHold(where === 'root' ? name : `${CAMERA_ROLL}/${name}`);
    await this.#shell.push(greyPng(), path);
    await this.#scan(path);
  }

  /** Names of the pictures cameras took; none when there is no such folder. */
  async cameraRoll(): Promise<readonly string[]> {
    const listed = await this.#shell.run(`ls ${ROOT}/${CAMERA_ROLL} 2>/dev/null || true`);
    return listed.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  }

  /** Pictures that were taken since the roll was `before`; they are taken away with all the rest. */
  async takenSince(before: readonly string[]): Promise<readonly string[]> {
    const taken = (await this.cameraRoll()).filter((name) => !before.includes(name));
    for (const name of taken) this.willHold(`${CAMERA_ROLL}/${name}`);
    return taken;
  }

  /** Lays an unread message into the inbox. @throws {Error} when the phone does not take it. */
  async putMessage(message: Message): Promise<void> {
    this.#journal.record({ kind: 'messages', from: message.from });
    await putMessage(this.#shell, message);
  }

  /** Says that something of this name is going to be created in the root by an app, so that it is taken away. */
  willHold(name: string): string {
    return this.#willHoldPath(`${ROOT}/${name}`);
  }

  /** Takes away all that was put there or announced. @throws the first failure, once everything has been tried. */
  async cleanUp(): Promise<void> {
    const { undone, failed } = await this.#journal.undoAll(async (change) => {
      if (change.kind === 'file') await this.#shell.run(`rm -rf ${shellQuote(change.path)}`);
      if (change.kind === 'messages') await deleteMessages(this.#shell, change.from);
    });
    for (const change of undone) {
      if (change.kind === 'file' && isScanned(change.path)) await this.#scan(change.path);
    }
    const [first] = failed;
    if (first !== undefined) throw first.error;
  }

  #willHoldPath(path: string): string {
    this.#journal.record({ kind: 'file', path });
    return path;
  }

  #scan(path: string): Promise<void> {
    return scanMedia(this.#shell, path, this.#apiLevel);
  }
}
