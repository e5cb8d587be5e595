import { XmlWalk } from './xml-walk.ts';

interface Element {
  readonly name: string;
  /** Which of the elements of that name in the same parent, from 1. */
  readonly position: number;
  /** How many children of each name there have been. */
  readonly children: Map<string, number>;
}

const MAX_DEPTH = 200;
// How far up a closing tag is looked for: HTML leaves elements open.
const MAX_UNCLOSED = 20;
const MAX_NAME_LENGTH = 100;

/** The element or attribute around an offset, as a path: `/root/item[2]/@name`. A position of 1 is not written. */
export function pathInXml(bytes: Buffer, offset: number): string | undefined {
  const walk = new XmlWalk(bytes);
  const elements: Element[] = [{ name: '', position: 1, children: new Map() }];
  let deeper = 0;
  while (walk.next()) {
    if (walk.kind === 'open') {
      if (elements.length < MAX_DEPTH) elements.push(child(elements.at(-1), nameOf(walk)));
      else deeper += 1;
    }
    if (offset < walk.end || (walk.kind === 'cdata' && offset < walk.end + ']]>'.length)) {
      return expression(elements) + (walk.kind === 'attribute' && offset >= walk.nameStart ? `/@${nameOf(walk)}` : '');
    }
    const isLeft = walk.kind === 'close' || (walk.kind === 'tag end' && walk.isEmpty);
    if (!isLeft) continue;
    if (deeper > 0) deeper -= 1;
    else leave(elements, walk.kind === 'close' ? nameOf(walk) : undefined);
  }
  return undefined;
}

function child(parent: Element | undefined, name: string): Element {
  const position = (parent?.children.get(name) ?? 0) + 1;
  parent?.children.set(name, position);
  return { name, position, children: new Map() };
}

function leave(elements: Element[], name: string | undefined): void {
  if (elements.length === 1) return;
  if (name === undefined) {
    elements.pop();
    return;
  }
  for (let up = 1; up <= MAX_UNCLOSED && up < elements.length; up += 1) {
    if (elements.at(-up)?.name !== name) continue;
    elements.length -= up;
    return;
  }
}

function expression(elements: readonly Element[]): string {
  return elements
    .slice(1)
    .map(({ name, position }) => (position === 1 ? `/${name}` : `/${name}[${position}]`))
    .join('');
}

function nameOf({ bytes, nameStart, nameEnd }: XmlWalk): string {
  return bytes.toString('utf8', nameStart, Math.min(nameEnd, nameStart + MAX_NAME_LENGTH));
}
