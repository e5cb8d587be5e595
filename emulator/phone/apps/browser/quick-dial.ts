import type { Row } from '../value.ts';
import type { Dial } from './browser-build.ts';
import type { OpenPage } from './library.ts';
import { textOf, type BrowserSession, type Operations } from './session.ts';
import { StoredList } from './stored-list.ts';

/** The tiles of the start page. */
export class QuickDial {
  readonly #session: BrowserSession;
  readonly #open: OpenPage;
  readonly #dials: StoredList<Dial & Row>;

  constructor(session: BrowserSession, open: OpenPage) {
    this.#session = session;
    this.#open = open;
    this.#dials = new StoredList(session.context, 'dials', session.build.dials.map((dial) => ({ ...dial })));
  }

  readonly operations: Operations = {
    openDial: (args, cause) => {
      const [title, url] = [textOf(args, 'title'), textOf(args, 'url')];
      this.#session.emit('quickdial.open', { title, url }, cause);
      this.#open(url, cause);
    },
    addDial: (args, cause) => {
      const dial = dialIn(args);
      if (dial === undefined) return;
      this.#dials.append(dial);
      this.#session.emit('quickdial.add', dial, cause);
    },
    editDial: (args, cause) => {
      const dial = dialIn(args);
      if (dial === undefined) return;
      this.#dials.replace(Number(args['index']), dial);
      this.#session.emit('quickdial.edit', dial, cause);
    },
    removeDial: (args, cause) => {
      const removed = this.#dials.remove(Number(args['index']));
      if (removed !== undefined) this.#session.emit('quickdial.remove', { title: removed.title, url: removed.url }, cause);
    },
  };

  rows(): readonly Row[] {
    return this.#dials.all().map((dial, index) => ({ key: `${index} ${dial.url}`, index, ...dial }));
  }
}

/** A tile as it was typed; undefined without an address. An address may leave out its scheme, a tile its name. */
function dialIn(args: Row): (Dial & Row) | undefined {
  const typed = textOf(args, 'url').trim();
  if (typed === '') return undefined;
  const url = /^https?:\/\//i.test(typed) ? typed : `http://${typed}`;
  const title = textOf(args, 'title').trim();
  return { title: title === '' ? typed : title, url };
}
