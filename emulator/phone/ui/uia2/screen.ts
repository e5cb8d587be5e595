import type { Bounds, Point, ViewNode } from '../view.ts';

/** A view on the screen with its place in the tree. */
export interface ScreenNode {
  readonly view: ViewNode;
  readonly parent: ScreenNode | undefined;
  /** Position among its parent's children, those that are not displayed counted too. */
  readonly index: number;
  /** What of it is on the glass: clipped by the screen and by every scrollable view it lies in. */
  readonly bounds: Bounds;
  /** Displayed children only, unless invisible ones were asked for. */
  readonly children: readonly ScreenNode[];
}

/** One look at the glass. */
export interface Screen {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly root: ScreenNode;
}

/** Which views are seen. */
export interface LookOptions {
  readonly allowInvisible: boolean;
  /** Leaves out views that are but frames: their children take their place. */
  readonly ignoreUnimportant?: boolean;
}

/** Takes the tree as it is now; views that are not displayed are left out unless they are allowed. */
export function takeScreen(
  root: ViewNode,
  size: { readonly widthPx: number; readonly heightPx: number },
  options: LookOptions,
): Screen {
  const glass = { left: 0, top: 0, right: size.widthPx, bottom: size.heightPx };
  return { ...size, root: place(root, { parent: undefined, index: 0, clip: glass }, options) };
}

/** The node and everything below it, in document order. */
export function* nodesOf(node: ScreenNode): Generator<ScreenNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

/** Everything below the node, in document order. */
export function* descendantsOf(node: ScreenNode): Generator<ScreenNode> {
  for (const child of node.children) yield* nodesOf(child);
}

/** The first node for which the test holds, in document order. */
export function findNode(from: ScreenNode, test: (node: ScreenNode) => boolean): ScreenNode | undefined {
  for (const node of nodesOf(from)) if (test(node)) return node;
  return undefined;
}

/** Middle of a rectangle, as Android's `Rect.centerX()` rounds it. */
export function centreOf(bounds: Bounds): Point {
  return { x: (bounds.left + bounds.right) >> 1, y: (bounds.top + bounds.bottom) >> 1 };
}

/** `[left,top][right,bottom]`, as Android prints a rectangle. */
export function printBounds(bounds: Bounds): string {
  return `[${bounds.left},${bounds.top}][${bounds.right},${bounds.bottom}]`;
}

interface Place {
  readonly parent: ScreenNode | undefined;
  readonly index: number;
  readonly clip: Bounds;
}

function place(view: ViewNode, { parent, index, clip }: Place, options: LookOptions): ScreenNode {
  const bounds = intersect(view.bounds, clip);
  const children: ScreenNode[] = [];
  const node: ScreenNode = { view, parent, index, bounds, children };
  const childClip = view.scrollable ? bounds : clip;
  childrenOf(view, options).forEach((child, childIndex) => {
    if (!child.displayed && !options.allowInvisible) return;
    children.push(place(child, { parent: node, index: childIndex, clip: childClip }, options));
  });
  return node;
}

function childrenOf(view: ViewNode, options: LookOptions): readonly ViewNode[] {
  if (options.ignoreUnimportant !== true) return view.children;
  return view.children.flatMap((child) => (isImportant(child) ? [child] : childrenOf(child, options)));
}

/** What `View.isImportantForAccessibility` goes by: whether there is something to hear or to do. */
function isImportant(view: ViewNode): boolean {
  return view.text !== '' || view.hint !== undefined || (view.contentDesc ?? '') !== '' || view.clickable || view.longClickable || view.focusable || view.checkable || view.scrollable;
}

/** Rectangles that do not meet give an empty one at the edge, not a negative one. */
function intersect(a: Bounds, b: Bounds): Bounds {
  const left = Math.min(Math.max(a.left, b.left), b.right);
  const top = Math.min(Math.max(a.top, b.top), b.bottom);
  return {
    left,
    top,
    right: Math.max(left, Math.min(a.right, b.right)),
    bottom: Math.max(top, Math.min(a.bottom, b.bottom)),
  };
}
