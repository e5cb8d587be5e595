/** A song as the media provider knows it. */
export interface Song {
  readonly path: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly durationMs: number;
}

/** What the player uses of the media provider. */
export interface SongLibrary {
  audio(): readonly Song[];
  /** Reads one file, or forgets it when it is gone. */
  scanFile(path: string): Promise<void>;
}
