import type { Screen, ScreenNode } from './screen.ts';
import { printBounds } from './screen.ts';

/** An element of the page source before it is written: tag, attributes in order, children. */
export interface SourceElement {
  readonly tag: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly SourceElement[];
  /** Absent on the `hierarchy` element, which is no view. */
  readonly node?: ScreenNode;
}

const DEFAULT_TAG = 'android.view.View';
/** One application window: nobody can tell windows apart by a single tree. */
const WINDOW_ID = '1';

/** The page source of the whole screen, below a `hierarchy` element that carries the display's size. */
export function sourceOfScreen(screen: Screen): SourceElement {
  return {
    tag: 'hierarchy',
    attributes: [
      ['index', '0'],
      ['class', 'hierarchy'],
      ['rotation', '0'],
      ['width', String(screen.widthPx)],
      ['height', String(screen.heightPx)],
    ],
    children: [sourceOfNode(screen.root)],
  };
}

/** The page source of one view and what is below it. */
export function sourceOfNode(node: ScreenNode): SourceElement {
  return {
    tag: tagOf(node.view.className),
    attributes: attributesOf(node),
    children: node.children.map(sourceOfNode),
    node,
  };
}

/** Writes the source as the server's serialiser does: XML declaration, two spaces of indentation a level. */
export function writeXml(source: SourceElement): string {
  return `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n${writeElement(source, '')}`;
}

/**
 * The attributes of a view in the server's order. Those after `displayed` are there from Android 9 on; the emulated
 * views know nothing of them, so that they hold what a plain view answers.
 *
 * https://github.com/appium/appium-uiautomator2-server/blob/5412fdb3/app/src/main/java/io/appium/uiautomator2/model/UiElementSnapshot.java
 */
function attributesOf(node: ScreenNode): readonly (readonly [string, string])[] {
  const { view } = node;
  const optional = (name: string, value: string | undefined): readonly (readonly [string, string])[] =>
    value === undefined ? [] : [[name, value]];
  return [
    ['index', String(node.index)],
    ['package', view.packageName],
    ['class', view.className],
    ['text', view.text],
    ...optional('content-desc', view.contentDesc),
    ...optional('resource-id', view.resourceId),
    ['checkable', String(view.checkable)],
    ['checked', String(view.checked)],
    ['clickable', String(view.clickable)],
    ['enabled', String(view.enabled)],
    ['focusable', String(view.focusable)],
    ['focused', String(view.focused)],
    ['long-clickable', String(view.longClickable)],
    ['password', String(view.password)],
    ['scrollable', String(view.scrollable)],
    ['selected', String(view.selected)],
    ['bounds', printBounds(node.bounds)],
    ['displayed', String(view.displayed)],
    ['a11y-important', 'true'],
    ['screen-reader-focusable', 'false'],
    ['drawing-order', String(node.index + 1)],
    ['showing-hint', 'false'],
    ['dismissable', 'false'],
    ['a11y-focused', 'false'],
    ['heading', 'false'],
    ['live-region', '0'],
    ['context-clickable', 'false'],
    ['content-invalid', 'false'],
    ['window-id', WINDOW_ID],
  ];
}

/** Class names that are no XML names (inner classes) are bent the way the server bends them. */
function tagOf(className: string): string {
  const bent = className
    .replaceAll(/[$@#&]/gu, '.')
    .replaceAll(/\.+/gu, '.')
    .replaceAll(/^\.|\.$/gu, '')
    .replaceAll(/[^\p{L}\p{N}._-]/gu, '_');
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
