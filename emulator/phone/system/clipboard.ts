/** The clipboard service: one text. */
export interface Clipboard {
  get(): string;
  set(text: string): void;
}

/** An empty clipboard. */
export function createClipboard(): Clipboard {
  let content = '';
  return {
    get: () => content,
    set: (text) => void (content = text),
  };
}
