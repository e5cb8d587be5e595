import { optionalString, requireString } from './body.ts';
import { attributeOf, spokenText } from './attributes.ts';
import { noSuchElement } from './errors.ts';
import { findAll, findOne, type Locator } from './find.ts';
import type { Command, Routes } from './route.ts';
import { centreOf, findNode, type ScreenNode } from './screen.ts';
import type { Session } from './session.ts';
import { cropPng } from '../render/png.ts';

/** Finding elements, and everything that is asked of one. */
export const elementRoutes: Routes = {
  'POST element': (command) => describe(findOne(locatorOf(command), command.session), command.session),
  'POST elements': (command) =>
    findAll(locatorOf(command), command.session).map((node) => describe(node, command.session)),
  'GET element/active': ({ session }) => {
    const focused = findNode(session.look().root, ({ view }) => view.focused);
    if (focused === undefined) throw noSuchElement();
    return session.elements.reference(focused);
  },
  'POST element/:id/click': (command) => {
    command.session.display.tap(centreOf(elementOf(command).bounds));
    return null;
  },
  'GET element/:id/text': (command) => spokenText(elementOf(command)),
  // The server answers the content description here, whatever the protocol calls a name.
  'GET element/:id/name': (command) => elementOf(command).view.contentDesc ?? null,
  'GET element/:id/attribute/:name': (command) =>
    attributeOf(elementOf(command), command.parameters['name'] ?? '', command.session.attributeScope()),
  'GET element/:id/rect': (command) => ({ ...locationOf(elementOf(command)), ...sizeOf(elementOf(command)) }),
  'GET element/:id/size': (command) => sizeOf(elementOf(command)),
  'GET element/:id/location': (command) => locationOf(elementOf(command)),
  'GET element/:id/screenshot': screenshotOf,
  'GET screenshot/:id': screenshotOf,
  'GET appium/element/:id/first_visible': (command) => {
    const [first] = elementOf(command).children;
    if (first === undefined) throw noSuchElement('Could not get children for container object');
    return command.session.elements.reference(first);
  },
};

/** An element as it is answered: its id, and what else the settings ask for. */
function describe(node: ScreenNode, session: Session): Readonly<Record<string, unknown>> {
  const reference = session.elements.reference(node);
  if (session.settings.isOn('shouldUseCompactResponses')) return reference;
  const asked = session.settings.text('elementResponseAttributes').split(',').map((name) => name.trim()).filter((name) => name !== '');
  return { ...reference, ...Object.fromEntries(asked.map((name) => [name, extraOf(node, name, session)])) };
}

function extraOf(node: ScreenNode, name: string, session: Session): unknown {
  switch (name) {
    case 'name': return node.view.contentDesc ?? null;
    case 'text': return spokenText(node);
    case 'rect': return { ...locationOf(node), ...sizeOf(node) };
    case 'enabled':
    case 'displayed':
    case 'selected': return node.view[name];
    default: return name.startsWith('attribute/') ? attributeOf(node, name.slice('attribute/'.length), session.attributeScope()) : null;
  }
}

/** The view behind the element of the path. @throws Uia2Error `stale element reference` when it has gone. */
export function elementOf({ session, elementId }: Command): ScreenNode {
  return session.elements.resolve(elementId, session.look());
}

function locatorOf({ body }: Command): Locator {
  return {
    strategy: requireString(body, 'strategy'),
    selector: requireString(body, 'selector'),
    context: optionalString(body, 'context'),
  };
}

function sizeOf({ bounds }: ScreenNode) {
  return { width: bounds.right - bounds.left, height: bounds.bottom - bounds.top };
}

function locationOf({ bounds }: ScreenNode) {
  return { x: bounds.left, y: bounds.top };
}

async function screenshotOf(command: Command): Promise<string> {
  const { bounds } = elementOf(command);
  const screenshot = await command.session.services.screenshot();
  return cropPng(screenshot, bounds).toString('base64');
}
