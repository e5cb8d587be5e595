import { DOMImplementation, type Document, type Element } from '@xmldom/xmldom';
// A CommonJS package whose names Node cannot see from outside: only its default export can be imported.
import fontoxpath from 'fontoxpath';
import { invalidSelector, unknownError } from './errors.ts';
import type { Screen, ScreenNode } from './screen.ts';
import { safeXmlText, sourceOfNode, sourceOfScreen, type SourceElement } from './source-xml.ts';

/**
 * Views of the screen that an XPath selects, in document order. With a context only that view and what is below it
 * is the document, as the server's default setting `limitXPathContextScope` has it.
 *
 * @throws Uia2Error `invalid selector` when the expression cannot be parsed.
 */
export function findByXPath(expression: string, screen: Screen, context?: ScreenNode): readonly ScreenNode[] {
  const source = context === undefined ? sourceOfScreen(screen) : sourceOfNode(context);
  const nodes = new Map<unknown, ScreenNode>();
  const document = buildDocument(source, nodes);
  return evaluate(expression, document).flatMap((element) => {
    const node = nodes.get(element);
    return node === undefined ? [] : [node];
  });
}

function evaluate(expression: string, document: Document): readonly unknown[] {
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
