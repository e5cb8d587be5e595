import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import type { Song } from '../media.ts';
import { isTrue } from '../template.ts';
import type { Row, Value } from '../value.ts';

interface Playing {
  readonly song: Song;
  /** When it was last started, and how far it was then; no start time while it is paused. */
  readonly startedMs: number | undefined;
  readonly positionMs: number;
}

/** What the player knows: the media provider's songs, and which one plays. */
export function createMusicModel(context: AppContext): AppModel {
  return new MusicModel(context);
}

class MusicModel implements AppModel {
  readonly #context: AppContext;
  #playing: Playing | undefined;
  #chosen: string | undefined;

  constructor(context: AppContext) {
    this.#context = context;
  }

  value(name: string): Value | undefined {
    switch (name) {
      case 'empty': return this.#songs().length === 0;
      case 'hasSong': return this.#playing !== undefined;
      case 'playing': return this.#playing?.startedMs !== undefined;
      case 'title': return this.#playing?.song.title;
      case 'artist': return this.#playing?.song.artist;
      default: return undefined;
    }
  }

  rows(): readonly Row[] {
    return this.#songs().map((song) => ({ key: song.path, path: song.path, title: song.title, artist: song.artist }));
  }

  call(operation: string, args: Row, cause: Cause): void {
    switch (operation) {
      case 'play': this.#play(this.#song(String(args['path'] ?? '')), cause); break;
      case 'toggle': this.#toggle(cause); break;
      case 'next': this.#next(cause); break;
      case 'choose': this.#chosen = String(args['path'] ?? ''); break;
      case 'playChosen': this.#play(this.#song(this.#chosen), cause); break;
      case 'deleteChosen': this.#deleteChosen(); break;
      case 'view': this.#play(this.#song(String(args['uri'] ?? '').replace(/^file:\/\//, '')), cause); break;
      default: break;
    }
  }

  #songs(): readonly Song[] {
    if (!isTrue(this.#context.state['storage'])) return [];
    return [...this.#context.media.audio()].sort((a, b) => a.title.localeCompare(b.title));
  }

  #song(path: string | undefined): Song | undefined {
    return this.#context.media.audio().find((song) => song.path === path);
  }

  #play(song: Song | undefined, cause: Cause): void {
    if (song === undefined) return;
    this.#playing = { song, startedMs: this.#context.clock.now(), positionMs: 0 };
    this.#context.emit('song.play', { title: song.title, artist: song.artist, album: song.album, path: song.path }, cause);
  }

  #toggle(cause: Cause): void {
    const playing = this.#playing;
    if (playing === undefined) return;
    const { title, artist, album, path } = playing.song;
    if (playing.startedMs === undefined) {
      this.#playing = { ...playing, startedMs: this.#context.clock.now() };
      this.#context.emit('song.play', { title, artist, album, path }, cause);
      return;
    }
    const positionMs = playing.positionMs + this.#context.clock.now() - playing.startedMs;
    this.#playing = { ...playing, startedMs: undefined, positionMs };
    this.#context.emit('song.pause', { title, artist, path, positionMs }, cause);
  }

  #next(cause: Cause): void {
    const songs = this.#songs();
    const at = songs.findIndex((song) => song.path === this.#playing?.song.path);
    this.#play(songs[(at + 1) % Math.max(1, songs.length)], cause);
  }

  /** The file goes, and with the next scan the song. */
  #deleteChosen(): void {
    const path = this.#chosen;
    if (path === undefined) return;
    void this.#context.files.rm(path, { force: true }).then(() => this.#context.media.scanFile(path));
  }
}
