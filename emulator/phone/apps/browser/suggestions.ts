import type { Cause } from '../app-event.ts';
import type { Row } from '../value.ts';
import { engineNamed, suggestionUrl } from './address.ts';
import type { Library } from './library.ts';
import type { BrowserSession } from './session.ts';

const MAX_VISITS = 3;

/** What is proposed below the address bar while somebody types: visits the phone remembers, words the engine knows. */
export class Suggestions {
  readonly #session: BrowserSession;
  readonly #library: Library;
  #typed = '';
  #words: readonly string[] = [];

  constructor(session: BrowserSession, library: Library) {
    this.#session = session;
    this.#library = library;
  }

  /** The text in the bar has become this. The engine hears of it when the switch is on and the tab is a normal one. */
  typed(text: string, cause: Cause): void {
    const term = text.trim();
    this.#typed = term;
    if (term === '') this.#words = [];
    const { tabs, context } = this.#session;
    if (term === '' || tabs.current.incognito || !this.#session.isOn('suggestions')) return;
    const engine = engineNamed(context.state['engine']);
    const url = suggestionUrl(engine, term);
    this.#session.emit('search.suggest', { engine, term, url }, cause);
    context.web.suggest({ packageName: context.packageName, url, cause }).then(
      // An answer to what was typed a moment ago comes too late.
      (words) => { if (this.#typed === term) this.#words = words; },
      // The list stays as it is when the engine does not answer.
      () => undefined,
    );
  }

  /** Nobody types any more. */
  clear(): void {
    this.#typed = '';
    this.#words = [];
  }

  rows(): readonly Row[] {
    if (this.#typed === '' || this.#session.tabs.current.incognito) return [];
    const visits = this.#library.visitsWith(this.#typed).slice(0, MAX_VISITS);
    return [
      ...visits.map(({ title, url }) => ({ key: `visit ${url}`, kind: 'visit', text: title, url })),
      ...this.#words.map((text) => ({ key: `words ${text}`, kind: 'words', text, url: '' })),
    ];
  }
}
