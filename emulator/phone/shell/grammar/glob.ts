import { isPattern, toRegExp, type Segment } from './pattern.ts';
import type { ShellState } from './state.ts';

/** Paths that a pattern matches, sorted; none when it matches nothing. */
export function matchPaths(state: ShellState, segments: readonly Segment[]): Promise<string[]> {
  const components = splitAtSlashes(segments);
  const isAbsolute = segments[0]?.text.startsWith('/') === true;
  let bases = [isAbsolute ? '/' : ''];
  for (const component of components) {
    bases = bases.flatMap((base) => descend(state, base, component));
  }
  return Promise.resolve(bases.filter((path) => path !== '' && path !== '/'));
}

function descend(state: ShellState, base: string, component: readonly Segment[]): string[] {
  const text = component.map((segment) => segment.text).join('');
  const join = (name: string): string => (base === '' || base.endsWith('/') ? `${base}${name}` : `${base}/${name}`);
  if (!isPattern(component)) return state.files.existsSync(state.files.resolvePath(state.cwd, join(text))) ? [join(text)] : [];
  const expression = toRegExp(component, { anchor: 'both' });
  let names: readonly string[];
  try {
    names = state.files.listSync(state.files.resolvePath(state.cwd, base));
  } catch {
    return []; // What cannot be listed matches nothing.
  }
  return names.filter((name) => expression.test(name) && (text.startsWith('.') || !name.startsWith('.'))).map(join);
}

function splitAtSlashes(segments: readonly Segment[]): Segment[][] {
  const components: Segment[][] = [[]];
  for (const segment of segments) {
    for (const [index, text] of segment.text.split('/').entries()) {
      if (index > 0) components.push([]);
      if (text !== '') components.at(-1)?.push({ text, quoted: segment.quoted });
    }
  }
  return components.filter((component) => component.length > 0);
}
