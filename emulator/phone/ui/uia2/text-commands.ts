import { requireString } from './body.ts';
import { invalidElementState, noSuchElement } from './errors.ts';
import { elementOf } from './element-commands.ts';
import type { Command, Routes } from './route.ts';
import { findNode, type ScreenNode } from './screen.ts';
import type { Session } from './session.ts';

const KEYCODE_ENTER = 66;

/** Text into fields: by the element, or into the field that has the focus. */
export const textRoutes: Routes = {
  'POST element/:id/value': (command) => enterText(command, elementOf(command)),
  'POST keys': (command) => enterText(command, focusedOf(command)),
  'POST element/:id/clear': (command) => {
    const { view } = elementOf(command);
    if (!isEditable(elementOf(command))) throw invalidElementState(`The element ${view.className} cannot be cleared`);
    command.session.display.setText(view.key, '');
    return null;
  },
};

/**
 * Text goes in by the accessibility action that sets a field's whole text: no key is pressed and no keyboard opens.
 * Only a backslash and an n at its end, in two characters, press enter afterwards.
 */
function enterText({ session, body }: Command, field: ScreenNode): null {
  const asked = requireString(body, 'text');
  const pressEnter = asked.endsWith('\\n');
  const text = pressEnter ? asked.slice(0, -2) : asked;
  if (!isEditable(field)) {
    throw invalidElementState(
      `Cannot set the element to '${asked}'. Did you interact with the correct element?`,
    );
  }
  const before = body['replace'] === true ? '' : takeText(session, field);
  session.display.setText(field.view.key, before + text);
  if (pressEnter) session.display.pressKey(KEYCODE_ENTER);
  return null;
}

/** Text that is still there after clearing is the field's hint, which nobody typed. */
function takeText(session: Session, { view }: ScreenNode): string {
  if (view.text === '') return '';
  session.display.setText(view.key, '');
  const rest = findNode(session.look().root, (node) => node.view.key === view.key);
  return rest === undefined || rest.view.text === '' ? view.text : '';
}

function focusedOf({ session }: Command): ScreenNode {
  const focused = findNode(session.look().root, ({ view }) => view.focused);
  if (focused === undefined) throw noSuchElement();
  return focused;
}

function isEditable({ view }: ScreenNode): boolean {
  return view.enabled && /(?:EditText|AutoCompleteTextView)$/u.test(view.className);
}
