import type { AppContext } from '../app-model.ts';
import type { Song } from '../media.ts';

/** Key under which the favourites are kept; no list can be called so. */
const FAVOURITES = '';

type Stored = Readonly<Record<string, readonly string[]>>;

/** The player's own lists of songs, kept with the app's state; favourites are one of them. */
export class Playlists {
  readonly #context: Pick<AppContext, 'state' | 'setState' | 'media'>;

  constructor(context: Pick<AppContext, 'state' | 'setState' | 'media'>) {
    this.#context = context;
  }

  names(): readonly string[] {
    return Object.keys(this.#read()).filter((name) => name !== FAVOURITES);
  }

  /** Songs that have been deleted are left out. */
  songs(name: string): readonly Song[] {
    const known = new Map(this.#context.media.audio().map((song) => [song.path, song]));
    return (this.#read()[name] ?? []).flatMap((path) => known.get(path) ?? []);
  }

  favourites(): readonly Song[] {
    return this.songs(FAVOURITES);
  }

  isFavourite(path: string): boolean {
    return this.#read()[FAVOURITES]?.includes(path) === true;
  }

  /** Turns it over; whether it is one now. */
  turnFavourite(path: string): boolean {
    const isOne = this.isFavourite(path);
    if (isOne) this.remove(FAVOURITES, path);
    else this.add(FAVOURITES, path);
    return !isOne;
  }

  /** False when the name is taken or empty. */
  create(name: string): boolean {
    if (name === FAVOURITES || Object.hasOwn(this.#read(), name)) return false;
    this.#write({ ...this.#read(), [name]: [] });
    return true;
  }

  add(name: string, path: string): void {
    const before = (this.#read()[name] ?? []).filter((one) => one !== path);
    this.#write({ ...this.#read(), [name]: [...before, path] });
  }

  remove(name: string, path: string): void {
    this.#write({ ...this.#read(), [name]: (this.#read()[name] ?? []).filter((one) => one !== path) });
  }

  delete(name: string): void {
    this.#write(Object.fromEntries(Object.entries(this.#read()).filter(([other]) => other !== name)));
  }

  #read(): Stored {
    const text = String(this.#context.state['playlists'] ?? '');
    return text === '' ? {} : (JSON.parse(text) as Stored);
  }

  #write(lists: Stored): void {
    this.#context.setState('playlists', JSON.stringify(lists));
  }
}
