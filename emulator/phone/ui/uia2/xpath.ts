import { DOMImplementation, type Document, type Element } from '@xmldom/xmldom';
// A CommonJS package whose names Node cannot see from outside: only its default export can be imported.
import fontoxpath from 'fontoxpath';
import { invalidSelector, unknownError } from './errors.ts';
import type { Screen, ScreenNode } from './screen.ts';
import { safeXmlText, sourceOfNode, sourceOfScreen, type SourceElement, type SourceOptions } from './source-xml.ts';

/**
 * Views of the screen that an XPath selects, in document order. With a context only that view and what is below it
 * is the document, as the server's default setting `limitXPathContextScope` has it.
 *
 * @throws Uia2Error `invalid selector` when the expression cannot be parsed.
 */
export function findByXPath(expression: string, screen: Screen, { options, context, version1, wholeScreen }: XPathScope): readonly ScreenNode[] {
  if (version1) refuseXPath2(expression);
  const source = context === undefined || wholeScreen ? sourceOfScreen(screen, options) : sourceOfNode(context, options);
  const nodes = new Map<unknown, ScreenNode>();
  const document = buildDocument(source, nodes);
  const from = context === undefined || !wholeScreen ? document : ([...nodes].find(([, node]) => node.view.key === context.view.key)?.[0] ?? document);
  return evaluate(expression, from).flatMap((element) => {
    const node = nodes.get(element);
    return node === undefined ? [] : [node];
  });
}

/** Where and how an XPath is looked for. */
export interface XPathScope {
  readonly options: SourceOptions;
  readonly context?: ScreenNode | undefined;
  /** `enforceXPath1`. */
  readonly version1: boolean;
  /** `limitXPathContextScope` turned off: the document is the screen, the context only where one begins. */
  readonly wholeScreen: boolean;
}

/** Functions and words that XPath 1.0 has not, by which an engine of that version refuses an expression. */
const ONLY_IN_XPATH_2 = /\b(?:matches|replace|tokenize|ends-with|lower-case|upper-case|string-join|exists|empty|index-of|distinct-values|min|max|avg|abs|deep-equal)\s*\(|\bfor\s+\$|\bif\s*\(|\b(?:some|every)\s+\$|\s(?:eq|ne|lt|le|gt|ge|except|intersect|instance of|cast as)\s/u;

function refuseXPath2(expression: string): void {
  const found = ONLY_IN_XPATH_2.exec(expression.replaceAll(/"[^"]*"|'[^']*'/gu, '""'));
  if (found !== null) throw invalidSelector(`The expression '${expression}' cannot be read as XPath 1.0: it has no ${found[0].trim()}`);
}

function evaluate(expression: string, document: unknown): readonly unknown[] {
  try {
    return fontoxpath.evaluateXPathToNodes(expression, document, null, null, {
      language: fontoxpath.evaluateXPath.XPATH_3_1_LANGUAGE,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // XPST: found while the expression was read; XPDY, XPTY, FO…: found while it was carried out.
    if (/\bXPST\d|\bXQST\d|XPath parse error/iu.test(message)) {
      throw invalidSelector(`The expression '${expression}' cannot be read as XPath: ${message}`);
    }
    throw unknownError(`The XPath expression '${expression}' could not be carried out: ${message}`);
  }
}

function buildDocument(source: SourceElement, nodes: Map<unknown, ScreenNode>): Document {
  const document = new DOMImplementation().createDocument(null, '');
  document.appendChild(buildElement(document, source, nodes));
  return document;
}

function buildElement(document: Document, source: SourceElement, nodes: Map<unknown, ScreenNode>): Element {
  const element = document.createElement(source.tag);
  for (const [name, value] of source.attributes) element.setAttribute(name, safeXmlText(value));
  if (source.node !== undefined) nodes.set(element, source.node);
  for (const child of source.children) element.appendChild(buildElement(document, child, nodes));
  return element;
}
