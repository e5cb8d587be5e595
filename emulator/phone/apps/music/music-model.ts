import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import type { Song } from '../media.ts';
import { isTrue } from '../template.ts';
import type { Row, Value } from '../value.ts';
import { Player, type PlayMode } from './player.ts';
import { Playlists } from './playlists.ts';

const NOTIFICATION = 'playing';
const MODES: readonly PlayMode[] = ['order', 'shuffle', 'repeat'];
/** The seek bar is this many places one can touch. */
const SEEK_STEPS = 20;

/** What the player knows: the media provider's songs, its lists, and which song plays. */
export function createMusicModel(context: AppContext): AppModel {
  return new MusicModel(context);
}

class MusicModel implements AppModel {
  readonly #context: AppContext;
  readonly #player: Player;
  readonly #playlists: Playlists;
  #tab = 'Songs';
  #chosen: string | undefined;
  #hits: readonly Song[] | undefined;
  /** The open playlist. */
  #playlist = '';

  constructor(context: AppContext) {
    this.#context = context;
    this.#playlists = new Playlists(context);
    const emit = (name: string, song: Song, more: Row, cause: Cause): void => { context.emit(name, { title: song.title, artist: song.artist, path: song.path, ...more }, cause); };
    this.#player = new Player({
      onPlay: (song, cause) => {
        emit('song.play', song, { album: song.album }, cause);
        this.#post(cause);
      },
      onPause: (song, positionMs, cause) => {
        emit('song.pause', song, { positionMs }, cause);
        this.#post(cause);
      },
      onSkip: ({ title, path }, positionMs, direction, cause) => { context.emit('song.skip', { title, path, positionMs, direction }, cause); },
      onSeek: ({ title, path }, fromMs, toMs, cause) => { context.emit('song.seek', { title, path, fromMs, toMs }, cause); },
      onFinish: (song, cause) => {
        emit('song.finish', song, { durationMs: song.durationMs }, cause);
        this.#post(cause);
      },
    }, () => context.clock.now());
  }

  value(name: string): Value | undefined {
    const { song } = this.#player;
    switch (name) {
      case 'tab': return this.#tab;
      case 'empty': return this.#tab === 'Songs' && this.#songs().length === 0;
      case 'hasSong': return song !== undefined;
      case 'playing': return this.#player.isPlaying;
      case 'title': return song?.title;
      case 'artist': return song?.artist;
      case 'album': return song?.album;
      case 'position': return timeText(this.#player.positionMs);
      case 'duration': return timeText(song?.durationMs ?? 0);
      case 'favourite': return song !== undefined && this.#playlists.isFavourite(song.path);
      case 'mode': return this.#player.mode;
      case 'playlist': return this.#playlist;
      case 'chosenTitle': return this.#song(this.#chosen)?.title;
      case 'noHits': return this.#hits?.length === 0;
      default: return undefined;
    }
  }

  rows(source: string): readonly Row[] {
    switch (source) {
      case 'songs': return (this.#tab === 'Favourites' ? this.#playlists.favourites() : this.#songs()).map(songRow);
      case 'playlists': return this.#playlists.names().map((name) => ({ key: name, name, count: this.#playlists.songs(name).length }));
      case 'playlist': return this.#playlists.songs(this.#playlist).map(songRow);
      case 'hits': return (this.#hits ?? []).map(songRow);
      case 'seek': return this.#seekRows();
      default: return [];
    }
  }

  call(operation: string, args: Row, cause: Cause): void {
    const text = (name: string): string => String(args[name] ?? '');
    const { song } = this.#player;
    switch (operation) {
      case 'tab': this.#tab = text('tab'); break;
      case 'play': this.#play(text('path'), text('from'), cause); break;
      case 'playAll': this.#play(this.#songs()[0]?.path ?? '', 'songs', cause); break;
      case 'toggle': this.#player.toggle(cause); break;
      case 'next': this.#player.skip('next', cause); break;
      case 'previous': this.#player.skip('previous', cause); break;
      case 'seek': this.#player.seek(Math.round(((song?.durationMs ?? 0) * Number(text('step'))) / SEEK_STEPS), cause); break;
      case 'mode': this.#nextMode(cause); break;
      case 'favourite': if (song !== undefined) this.#turnFavourite(song, cause); break;
      case 'openPlayer': this.#context.emit('player.open', { title: song?.title ?? '' }, cause); break;
      case 'choose': this.#chosen = text('path'); break;
      case 'chooseCurrent': this.#chosen = song?.path; break;
      case 'search': this.#search(text('term'), cause); break;
      case 'clearSearch': this.#hits = undefined; break;
      case 'view': void this.#view(text('uri'), cause); break;
      default: this.#callOnList(operation, text('name'), cause);
    }
  }

  end(): void {
    this.#player.stop();
  }

  /** What concerns playlists, and the song chosen by its menu. */
  #callOnList(operation: string, name: string, cause: Cause): void {
    const song = this.#song(this.#chosen);
    switch (operation) {
      case 'createPlaylist': if (this.#playlists.create(name)) this.#context.emit('playlist.create', { name }, cause); break;
      case 'openPlaylist': this.#openPlaylist(name, cause); break;
      case 'choosePlaylist': this.#playlist = name; break;
      case 'playPlaylist': this.#playPlaylist(cause); break;
      case 'deletePlaylist':
        this.#playlists.delete(this.#playlist);
        this.#context.emit('playlist.delete', { name: this.#playlist }, cause);
        break;
      case 'addChosen': if (song !== undefined) this.#addTo(name, song, cause); break;
      case 'removeChosen': if (song !== undefined) this.#removeFrom(this.#playlist, song, cause); break;
      case 'playChosen': this.#play(this.#chosen ?? '', 'songs', cause); break;
      case 'favouriteChosen': if (song !== undefined) this.#turnFavourite(song, cause); break;
      case 'deleteChosen': if (song !== undefined) this.#delete(song, cause); break;
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

  #play(path: string, from: string, cause: Cause): void {
    const song = this.#song(path);
    const queue = from === 'playlist' ? this.#playlists.songs(this.#playlist) : from === 'hits' ? (this.#hits ?? []) : this.#songs();
    if (song !== undefined) this.#player.play(song, queue.length === 0 ? [song] : queue, cause);
  }

  #nextMode(cause: Cause): void {
    this.#player.mode = MODES[(MODES.indexOf(this.#player.mode) + 1) % MODES.length] ?? 'order';
    this.#context.emit('player.mode', { mode: this.#player.mode }, cause);
  }

  #turnFavourite({ title, artist, path }: Song, cause: Cause): void {
    this.#context.emit('song.favourite', { title, artist, path, value: this.#playlists.turnFavourite(path) }, cause);
  }

  #openPlaylist(name: string, cause: Cause): void {
    this.#playlist = name;
    this.#context.emit('playlist.open', { name, count: this.#playlists.songs(name).length }, cause);
  }

  #playPlaylist(cause: Cause): void {
    const songs = this.#playlists.songs(this.#playlist);
    const [first] = songs;
    if (first === undefined) return;
    this.#context.emit('playlist.play', { name: this.#playlist, count: songs.length }, cause);
    this.#player.play(first, songs, cause);
  }

  #addTo(name: string, { title, path }: Song, cause: Cause): void {
    this.#playlists.add(name, path);
    this.#context.emit('playlist.add', { name, title, path }, cause);
  }

  #removeFrom(name: string, { title, path }: Song, cause: Cause): void {
    this.#playlists.remove(name, path);
    this.#context.emit('playlist.remove', { name, title, path }, cause);
  }

  #search(term: string, cause: Cause): void {
    const wanted = term.toLowerCase();
    this.#hits = this.#songs().filter(({ title, artist, album }) => [title, artist, album].some((text) => text.toLowerCase().includes(wanted)));
    this.#context.emit('music.search', { term, count: this.#hits.length }, cause);
  }

  /** Another app opens a song; one that was never scanned is now. */
  async #view(uri: string, cause: Cause): Promise<void> {
    const path = decodeURI(uri).replace(/^file:\/\//, '').replace(/^\/sdcard(?=\/)/, this.#context.storageRoot);
    if (this.#song(path) === undefined) await this.#context.media.scanFile(path);
    this.#play(path, 'songs', cause);
  }

  /** The file goes, and with the next scan the song. */
  #delete({ title, path }: Song, cause: Cause): void {
    void this.#context.files.rm(path, { force: true }).then(() => this.#context.media.scanFile(path));
    this.#context.emit('song.delete', { title, path }, cause);
    if (this.#player.song?.path !== path) return;
    this.#player.stop();
    this.#context.cancelNotification(NOTIFICATION);
  }

  /** The song in the shade; it cannot be swiped away while it plays. */
  #post(cause: Cause): void {
    const { song, isPlaying } = this.#player;
    if (song !== undefined) this.#context.notify({ id: NOTIFICATION, title: song.title, text: song.artist, screen: 'player', ongoing: isPlaying }, cause);
  }

  #seekRows(): readonly Row[] {
    const { song, positionMs } = this.#player;
    const at = song === undefined || song.durationMs <= 0 ? 0 : (positionMs / song.durationMs) * SEEK_STEPS;
    return Array.from({ length: SEEK_STEPS }, (_, step) => ({ key: step, step, heard: step < at }));
  }
}

function songRow(song: Song): Row {
  return { key: song.path, path: song.path, title: song.title, artist: song.artist, album: song.album };
}

/** `3:07`. */
function timeText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
