import { performance } from 'node:perf_hooks';
import type { Cause } from '../app-event.ts';
import type { Song } from '../media.ts';

/** What comes after a song: the next of the list, any other, or the same again. */
export type PlayMode = 'order' | 'shuffle' | 'repeat';

/** What the player says of itself. */
export interface PlayerListener {
  onPlay(song: Song, cause: Cause): void;
  onPause(song: Song, positionMs: number, cause: Cause): void;
  onSkip(song: Song, positionMs: number, direction: Direction, cause: Cause): void;
  onSeek(song: Song, fromMs: number, toMs: number, cause: Cause): void;
  /** It was heard to its end. */
  onFinish(song: Song, cause: Cause): void;
}

type Direction = 'next' | 'previous';

interface Track {
  readonly song: Song;
  /** When it was last started, on the monotonic clock: setting the time of day moves no song. Absent while it pauses. */
  readonly startedMs?: number;
  /** How far it was then. */
  readonly positionMs: number;
}

/** Plays songs of a queue, one after the other; nothing is heard. */
export class Player {
  mode: PlayMode = 'order';
  readonly #listener: PlayerListener;
  readonly #now: () => number;
  #queue: readonly Song[] = [];
  #track: Track | undefined;
  #ending: NodeJS.Timeout | undefined;

  /** @param now The phone's time of day, for causes. */
  constructor(listener: PlayerListener, now: () => number) {
    this.#listener = listener;
    this.#now = now;
  }

  get song(): Song | undefined {
    return this.#track?.song;
  }

  get isPlaying(): boolean {
    return this.#track?.startedMs !== undefined;
  }

  get positionMs(): number {
    const track = this.#track;
    if (track === undefined) return 0;
    const heardMs = track.startedMs === undefined ? 0 : performance.now() - track.startedMs;
    return Math.round(Math.min(track.song.durationMs, track.positionMs + heardMs));
  }

  /** Plays a song from its beginning; the queue goes on with the others. */
  play(song: Song, queue: readonly Song[], cause: Cause): void {
    this.#queue = queue;
    this.#start(song, 0);
    this.#listener.onPlay(song, cause);
  }

  /** Pauses or goes on. */
  toggle(cause: Cause): void {
    if (this.isPlaying) this.pause(cause);
    else if (this.#track !== undefined) {
      const { song, positionMs } = this.#track;
      this.#start(song, positionMs);
      this.#listener.onPlay(song, cause);
    }
  }

  pause(cause: Cause): void {
    if (this.#track === undefined || !this.isPlaying) return;
    const { positionMs } = this;
    clearTimeout(this.#ending);
    this.#track = { song: this.#track.song, positionMs };
    this.#listener.onPause(this.#track.song, positionMs, cause);
  }

  skip(direction: Direction, cause: Cause): void {
    if (this.#track === undefined) return;
    const { song } = this.#track;
    this.#listener.onSkip(song, this.positionMs, direction, cause);
    const at = this.#indexOf(song) + (direction === 'next' ? 1 : -1);
    const next = this.mode === 'shuffle' ? this.#anyOther(song) : this.#queue.at(at % Math.max(1, this.#queue.length));
    this.play(next ?? song, this.#queue, cause);
  }

  seek(toMs: number, cause: Cause): void {
    if (this.#track === undefined) return;
    const { song } = this.#track;
    const fromMs = this.positionMs;
    if (this.isPlaying) this.#start(song, toMs);
    else this.#track = { song, positionMs: toMs };
    this.#listener.onSeek(song, fromMs, toMs, cause);
  }

  /** The song is gone, or the process: silence. */
  stop(): void {
    clearTimeout(this.#ending);
    this.#track = undefined;
  }

  #start(song: Song, positionMs: number): void {
    clearTimeout(this.#ending);
    this.#track = { song, positionMs, startedMs: performance.now() };
    // A length nobody could read would end the song at once.
    if (song.durationMs <= 0) return;
    this.#ending = setTimeout(() => { this.#finish(song); }, Math.max(0, song.durationMs - positionMs));
    this.#ending.unref();
  }

  #finish(song: Song): void {
    const cause: Cause = { kind: 'timer', atMs: this.#now(), what: `end of song ${song.path}` };
    this.#track = { song, positionMs: 0 };
    this.#listener.onFinish(song, cause);
    const next = this.mode === 'repeat' ? song : this.mode === 'shuffle' ? this.#anyOther(song) : this.#queue[this.#indexOf(song) + 1];
    if (next !== undefined) this.play(next, this.#queue, cause);
  }

  #indexOf(song: Song): number {
    return this.#queue.findIndex(({ path }) => path === song.path);
  }

  #anyOther(song: Song): Song | undefined {
    const others = this.#queue.filter(({ path }) => path !== song.path);
    return others[Math.floor(Math.random() * others.length)];
  }
}
