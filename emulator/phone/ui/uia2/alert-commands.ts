import { optionalString } from './body.ts';
import { invalidElementState, noSuchAlert } from './errors.ts';
import type { Command, Routes } from './route.ts';
import { centreOf, findNode, nodesOf, type ScreenNode } from './screen.ts';
import type { Session } from './session.ts';

/**
 * The dialog on the screen, known by its resource ids as the server knows it.
 *
 * https://github.com/appium/appium-uiautomator2-server/blob/5412fdb3/app/src/main/java/io/appium/uiautomator2/utils/AlertHelpers.java
 */
export const alertRoutes: Routes = {
  'GET alert/text': ({ session }) => textOf(alertOf(session)),
  'POST alert/accept': (command) => press(command, acceptButton),
  'POST alert/dismiss': (command) => press(command, dismissButton),
};

interface Alert {
  readonly kind: 'regular' | 'permission';
  readonly root: ScreenNode;
  readonly buttons: readonly ScreenNode[];
}

const CONTENT = 'android:id/content';
const TITLE = /.+:id\/(?:alertTitle|custom)$/u;
const BUTTON = /^android:id\/button\d+$/u;
const PERMISSION_MESSAGE = /.+:id\/permission_message$/u;
const PERMISSION_BUTTON = /.+:id\/permission_\w+_button$/u;

function alertOf(session: Session): Alert {
  const { root } = session.look();
  const kind = holds(root, TITLE) ? 'regular' : holds(root, PERMISSION_MESSAGE) ? 'permission' : undefined;
  if (kind === undefined) throw noSuchAlert();
  const pattern = kind === 'regular' ? BUTTON : PERMISSION_BUTTON;
  const buttons = [...nodesOf(root)].filter((node) => pattern.test(idOf(node)));
  buttons.sort((a, b) => (kind === 'regular' ? idOf(a).localeCompare(idOf(b)) : 0));
  return { kind, root: windowOf(root, kind), buttons };
}

function holds(root: ScreenNode, pattern: RegExp): boolean {
  return findNode(root, (node) => pattern.test(idOf(node))) !== undefined;
}

/** The window of the dialog: its content view, or the package's outermost view where the tree has none. */
function windowOf(root: ScreenNode, kind: Alert['kind']): ScreenNode {
  const content = findNode(root, (node) => idOf(node) === CONTENT);
  if (content !== undefined) return content;
  const mark = findNode(root, (node) => (kind === 'regular' ? TITLE : PERMISSION_MESSAGE).test(idOf(node))) ?? root;
  let outermost = mark;
  while (outermost.parent?.parent !== undefined) outermost = outermost.parent;
  return outermost;
}

/** Every text of the dialog that is no button's, line by line. */
function textOf({ root, kind }: Alert): string {
  const button = kind === 'regular' ? BUTTON : PERMISSION_BUTTON;
  return [...nodesOf(root)]
    .filter((node) => idOf(node) !== '' && !button.test(idOf(node)) && node.view.text.trim() !== '')
    .map(({ view }) => view.text)
    .join('\n');
}

function press({ session, body }: Command, choose: (alert: Alert) => ScreenNode | undefined): null {
  const label = optionalString(body, 'buttonLabel');
  const alert = alertOf(session);
  const button = label === undefined ? choose(alert) : alert.buttons.find(({ view }) => view.text === label);
  if (button === undefined) throw invalidElementState('The expected button cannot be detected on the alert');
  session.display.tap(centreOf(button.bounds));
  return null;
}

/** `button1` is the positive one; of a permission's buttons the one that allows. */
function acceptButton({ kind, buttons }: Alert): ScreenNode | undefined {
  if (kind === 'regular' || buttons.length === 1) return buttons[0];
  return buttons.find((node) => /[^a-z]allow[^a-z]/iu.test(idOf(node))) ?? buttons[1];
}

function dismissButton({ kind, buttons }: Alert): ScreenNode | undefined {
  if (kind === 'regular') return buttons[1] ?? buttons[0];
  return buttons.find((node) => /[^a-z]deny[^a-z]/iu.test(idOf(node))) ?? buttons[0];
}

function idOf({ view }: ScreenNode): string {
  return view.resourceId ?? '';
}
