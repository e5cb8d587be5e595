import type { Screen, ScreenNode } from './screen.ts';
import { sourceAttributes, type AttributeScope } from './attributes.ts';

/** An element of the page source before it is written: tag, attributes in order, children. */
export interface SourceElement {
  readonly tag: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly SourceElement[];
  /** Absent on the `hierarchy` element, which is no view. */
  readonly node?: ScreenNode;
}

const DEFAULT_TAG = 'android.view.View';

/** What of the session shapes the page source. */
export interface SourceOptions extends AttributeScope {
  /** `ROTATION_*`. */
  readonly rotation: number;
  readonly maxDepth: number;
  /** Tags of nothing but Latin letters, digits, hyphens, dots and underscores. */
  readonly normalizeTags: boolean;
  /** The last message that floated over the screen. */
  readonly toast?: string;
}

/** The page source of the whole screen, below a `hierarchy` element that carries the display's size. */
export function sourceOfScreen(screen: Screen, options: SourceOptions): SourceElement {
  const root = sourceOfNode(screen.root, options, 1);
  return {
    tag: 'hierarchy',
    attributes: [
      ['index', '0'],
      ['class', 'hierarchy'],
      ['rotation', String(options.rotation)],
      ['width', String(screen.widthPx)],
      ['height', String(screen.heightPx)],
    ],
    children: options.toast === undefined ? [root] : [root, toastElement(options.toast, 1)],
  };
}

/** The page source of one view and what is below it. */
export function sourceOfNode(node: ScreenNode, options: SourceOptions, depth = 0): SourceElement {
  return {
    tag: tagOf(node.view.className, options),
    attributes: sourceAttributes(node, options),
    children: options.maxDepth >= 0 && depth >= options.maxDepth ? [] : node.children.map((child) => sourceOfNode(child, options, depth + 1)),
    node,
  };
}

/** The server makes up a node for the toast it has heard of, and says it were the settings app's. */
function toastElement(text: string, index: number): SourceElement {
  return {
    tag: TOAST_CLASS,
    attributes: [['index', String(index)], ['package', 'com.android.settings'], ['class', TOAST_CLASS], ['text', text], ['displayed', 'true']],
    children: [],
    node: { view: toastView(text), parent: undefined, index, bounds: NOWHERE, children: [] },
  };
}

const NOWHERE = { left: 0, top: 0, right: 0, bottom: 0 };

/** Class of the node that stands for a toast. */
export const TOAST_CLASS = 'android.widget.Toast';

function toastView(text: string): ScreenNode['view'] {
  return {
    key: `toast ${text}`, className: TOAST_CLASS, packageName: 'com.android.settings', text, bounds: NOWHERE, checkable: false, checked: false, clickable: false,
    enabled: false, focusable: false, focused: false, longClickable: false, password: false, scrollable: false, selected: false, displayed: true, children: [],
  };
}

/** Writes the source as the server's serialiser does: XML declaration, two spaces of indentation a level. */
export function writeXml(source: SourceElement): string {
  return `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n${writeElement(source, '')}`;
}

/** Class names that are no XML names (inner classes) are bent the way the server bends them. */
function tagOf(className: string, { normalizeTags }: Pick<SourceOptions, 'normalizeTags'>): string {
  const bent = className
    .replaceAll(/[$@#&]/gu, '.')
    .replaceAll(/\.+/gu, '.')
    .replaceAll(/^\.|\.$/gu, '')
    .replaceAll(normalizeTags ? /[^A-Za-z0-9._-]/gu : /[^\p{L}\p{N}._-]/gu, '_');
  return /^[\p{L}_]/u.test(bent) ? bent : DEFAULT_TAG;
}

function writeElement(source: SourceElement, indent: string): string {
  const attributes = source.attributes.map(([name, value]) => ` ${name}="${escapeValue(value)}"`).join('');
  if (source.children.length === 0) return `${indent}<${source.tag}${attributes} />\n`;
  const children = source.children.map((child) => writeElement(child, `${indent}  `)).join('');
  return `${indent}<${source.tag}${attributes}>\n${children}${indent}</${source.tag}>\n`;
}

/** Characters XML cannot carry, which the server replaces by a question mark. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Text as an XML attribute can carry it. */
export function safeXmlText(value: string): string {
  return value.replaceAll(NOT_XML, '?');
}

function escapeValue(value: string): string {
  return safeXmlText(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');
}
