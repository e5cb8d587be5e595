import { ELEMENT_KEY } from './body.ts';
import { noSuchElement, staleElement } from './errors.ts';
import { findNode, type Screen, type ScreenNode } from './screen.ts';
import { TOAST_CLASS } from './source-xml.ts';

/** An element as the client gets it: its id under the name of the new protocol and of the old one. */
export type ElementReference = Readonly<Record<typeof ELEMENT_KEY | 'ELEMENT', string>>;

/**
 * Ids given out for views. The same view has the same id for as long as it stays; an id whose view has gone is stale,
 * and is good again should the very same view come back.
 */
export class ElementStore {
  readonly #idByKey = new Map<string, string>();
  readonly #keyById = new Map<string, string>();
  /** A toast is a node the server has made up: it is never looked for again. */
  readonly #toasts = new Map<string, ScreenNode>();

  reference(node: ScreenNode): ElementReference {
    if (node.view.className === TOAST_CLASS) this.#toasts.set(node.view.key, node);
    const id = this.#idByKey.get(node.view.key) ?? this.#newId(node.view.key);
    return { [ELEMENT_KEY]: id, ELEMENT: id };
  }

  /** @throws Uia2Error `no such element` for an id never given out, `stale element reference` when the view has gone. */
  resolve(id: string, screen: Screen): ScreenNode {
    const key = this.keyOf(id);
    const node = this.#toasts.get(key) ?? findNode(screen.root, ({ view }) => view.key === key);
    if (node === undefined) throw staleElement(`The element '${id}' does not exist in DOM anymore`);
    return node;
  }

  /** The view's key, whether or not it is on the screen. @throws Uia2Error `no such element` for an id never given out. */
  keyOf(id: string): string {
    const key = this.#keyById.get(id);
    if (key !== undefined) return key;
    throw noSuchElement(
      `The element identified by '${id}' is not present in the cache or has expired. Try to find it again`,
    );
  }

  /** The real ids are built of window and node numbers: `00000000-0000-0001-ffff-ffff00000007`. */
  #newId(key: string): string {
    const number = (this.#keyById.size + 1).toString(16).padStart(8, '0');
    const id = `00000000-0000-0001-ffff-ffff${number}`;
    this.#idByKey.set(key, id);
    this.#keyById.set(id, key);
    return id;
  }
}
