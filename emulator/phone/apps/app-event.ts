/** What made something happen on the phone; carried along to everything that follows from it. */
export type Cause =
  | { readonly kind: 'touch' | 'key' | 'text'; readonly atMs: number; readonly what: string }
  | { readonly kind: 'intent'; readonly atMs: number; readonly what: string }
  | { readonly kind: 'timer'; readonly atMs: number; readonly what: string }
  | { readonly kind: 'boot'; readonly atMs: number; readonly what: string };

/**
 * Something that happened in an app as its user would tell it: a folder was opened, a song began. The profile's rules
 * listen to these by package and name; `data` is what they may report of it.
 */
export interface AppEvent {
  readonly packageName: string;
  /** `page.start`, `page.finish`, `search`, `feed.open`, `folder.open`, `song.play`, `settings.open`, `app.open`, … */
  readonly name: string;
  readonly atMs: number;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  readonly cause: Cause;
}

/** Where apps say what happened. */
export interface AppEvents {
  emit(event: AppEvent): void;
  on(listener: (event: AppEvent) => void): void;
}
