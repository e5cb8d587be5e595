import { unknownCommand } from './errors.ts';
import { printBounds, type ScreenNode } from './screen.ts';

/** What of the phone and the session bears on an attribute. */
export interface AttributeScope {
  /** `ro.build.version.sdk`. */
  readonly sdk: number;
  readonly includeExtras: boolean;
  readonly includeActions: boolean;
}

/**
 * Attributes in the order of the page source, each under the names it answers to; the first stands in the source.
 *
 * https://github.com/appium/appium-uiautomator2-server/blob/5412fdb3/app/src/main/java/io/appium/uiautomator2/model/UiElementSnapshot.java
 */
const IN_SOURCE: readonly (readonly string[])[] = [
  ['index'], ['package'], ['class', 'className'], ['text', 'name'], ['content-desc', 'contentDescription'], ['resource-id', 'resourceId'],
  ['checkable'], ['checked'], ['clickable'], ['enabled'], ['focusable'], ['focused'], ['long-clickable', 'longClickable'], ['password'],
  ['scrollable'], ['selection-start'], ['selection-end'], ['selected'], ['bounds'], ['displayed'], ['hint'], ['extras'],
  ['a11y-important', 'importantForAccessibility'], ['screen-reader-focusable', 'screenReaderFocusable'], ['input-type', 'inputType'],
  ['drawing-order', 'drawingOrder'], ['showing-hint', 'showingHintText'], ['text-entry-key', 'textEntryKey'], ['multiline', 'multiLine'],
  ['dismissable'], ['a11y-focused', 'accessibilityFocused'], ['heading'], ['live-region', 'liveRegion'],
  ['context-clickable', 'contextClickable'], ['max-text-length', 'maxTextLength'], ['content-invalid', 'contentInvalid'], ['error', 'errorText'],
  ['pane-title', 'paneTitle'], ['tooltip-text', 'tooltipText'], ['text-has-clickable-span', 'textHasClickableSpan'], ['actions'],
  ['window-id', 'windowId'], ['text-size', 'textSize'], ['text-unit', 'textUnit'], ['is-collection', 'isCollection'],
  ['is-collection-item', 'isCollectionItem'],
];

/** Only for the asking: never in the page source. */
const ON_DEMAND: readonly (readonly string[])[] = [
  ['contentSize'], ['collection-info', 'collectionInfo'], ['collection-item-info', 'collectionItemInfo'],
];

/** In the source, but not for the asking. */
const NOT_EXPOSED: ReadonlySet<string> = new Set(['index']);

const EXPOSED = [...IN_SOURCE.filter(([name = '']) => !NOT_EXPOSED.has(name)), ...ON_DEMAND];

/**
 * An attribute of a view as text, null where the view has none. Names are not case-sensitive.
 *
 * @throws Uia2Error `unknown command` for a name the server does not know, as the server answers it.
 */
export function attributeOf(node: ScreenNode, name: string, scope: AttributeScope): string | null {
  const known = canonical(name);
  if (known === 'contentSize') return contentSize(node);
  if (known === 'is-collection') return String(isCollection(node));
  if (known === 'is-collection-item') return String(isCollectionItem(node));
  if (known === 'collection-info') return isCollection(node) ? collectionInfo(node) : null;
  return valueOf(node, known, scope) ?? null;
}

/** The attributes of a view as the page source gives them, in its order. */
export function sourceAttributes(node: ScreenNode, scope: AttributeScope): readonly (readonly [string, string])[] {
  return IN_SOURCE.flatMap(([name = '']) => {
    if ((name === 'extras' && !scope.includeExtras) || (name === 'actions' && !scope.includeActions)) return [];
    const value = valueOf(node, name, scope);
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** What a listener hears of a field: its text, or the hint it shows while it is empty. */
export function spokenText({ view }: ScreenNode): string {
  return isShowingHint(view) ? (view.hint ?? '') : view.text;
}

/** `TextView` hands out its hint as its text as long as it is empty. */
function isShowingHint(view: ScreenNode['view']): boolean {
  return view.text === '' && view.hint !== undefined && view.hint !== '';
}

/** Attributes that are plain properties of the view. */
const FLAGS: Readonly<Record<string, keyof Pick<ScreenNode['view'], 'checkable' | 'checked' | 'clickable' | 'enabled' | 'focusable' | 'focused' | 'longClickable' | 'password' | 'scrollable' | 'selected' | 'displayed'>>> = {
  checkable: 'checkable', checked: 'checked', clickable: 'clickable', enabled: 'enabled', focusable: 'focusable', focused: 'focused',
  'long-clickable': 'longClickable', password: 'password', scrollable: 'scrollable', selected: 'selected', displayed: 'displayed',
};

/** What plain views answer to everything a listener may ask. */
const PLAIN: Readonly<Record<string, string>> = {
  'a11y-important': 'true', dismissable: 'false', 'a11y-focused': 'false', 'live-region': '0', 'context-clickable': 'false', 'content-invalid': 'false',
};

/** There from Android 9 on. */
const SINCE_P: Readonly<Record<string, string>> = { 'screen-reader-focusable': 'false', heading: 'false' };

const SDK_P = 28;
const SDK_Q = 29;
/** `InputType.TYPE_CLASS_TEXT`, and with `TYPE_TEXT_VARIATION_PASSWORD`. */
const INPUT_TYPE = { text: 1, password: 129 } as const;

function valueOf(node: ScreenNode, name: string, { sdk }: AttributeScope): string | undefined {
  const { view } = node;
  const flag = FLAGS[name];
  if (flag !== undefined) return String(view[flag]);
  if (PLAIN[name] !== undefined) return PLAIN[name];
  if (SINCE_P[name] !== undefined) return sdk >= SDK_P ? SINCE_P[name] : undefined;
  const isField = isEditText(view);
  switch (name) {
    case 'index': return String(node.index);
    case 'package': return view.packageName;
    case 'class': return view.className;
    case 'text': return spokenText(node);
    case 'content-desc': return view.contentDesc;
    case 'resource-id': return view.resourceId;
    case 'bounds': return printBounds(node.bounds);
    case 'hint': return view.hint;
    case 'extras': return '';
    case 'input-type': return isField ? String(view.password ? INPUT_TYPE.password : INPUT_TYPE.text) : undefined;
    case 'drawing-order': return String(node.index + 1);
    case 'showing-hint': return String(isShowingHint(view));
    case 'text-entry-key': return sdk >= SDK_Q ? 'false' : undefined;
    case 'actions': return actionsOf(view).join(',');
    case 'window-id': return String(windowIdOf(node));
    case 'is-collection': return isCollection(node) ? 'true' : undefined;
    case 'is-collection-item': return isCollectionItem(node) ? 'true' : undefined;
    default: return undefined;
  }
}

function isEditText(view: ScreenNode['view']): boolean {
  return /(?:EditText|AutoCompleteTextView)$/u.test(view.className);
}

/** Windows are the children of the glass, the first one drawn first. */
export function windowIdOf(node: ScreenNode): number {
  let window = node;
  while (window.parent?.parent !== undefined) window = window.parent;
  return window.index + 1;
}

function isCollection({ view }: ScreenNode): boolean {
  return /(?:ListView|GridView|RecyclerView)$/u.test(view.className);
}

function isCollectionItem({ parent }: ScreenNode): boolean {
  return parent !== undefined && isCollection(parent);
}

function collectionInfo({ view }: ScreenNode): string {
  return JSON.stringify({ rowCount: view.children.length, columnCount: 1, selectionMode: 0, isHierarchical: false });
}

/** Names of the accessibility actions a view offers (`AccessibilityNodeInfo.AccessibilityAction`). */
function actionsOf(view: ScreenNode['view']): readonly string[] {
  return [
    ...(view.focusable ? [view.focused ? 'ACTION_CLEAR_FOCUS' : 'ACTION_FOCUS'] : []),
    'ACTION_SELECT', 'ACTION_CLEAR_SELECTION',
    ...(view.clickable ? ['ACTION_CLICK'] : []),
    ...(view.longClickable ? ['ACTION_LONG_CLICK'] : []),
    'ACTION_ACCESSIBILITY_FOCUS',
    ...(view.scrollable ? ['ACTION_SCROLL_FORWARD', 'ACTION_SCROLL_BACKWARD'] : []),
    ...(isEditText(view) ? ['ACTION_SET_TEXT'] : []),
    'ACTION_SHOW_ON_SCREEN',
  ];
}

function canonical(name: string): string {
  const aliases = EXPOSED.find((names) => names.some((alias) => alias.toLowerCase() === name.toLowerCase()));
  if (aliases === undefined) {
    const supported = EXPOSED.map((names) => (names.length > 1 ? `{${names.join(',')}}` : names[0])).join(', ');
    throw unknownCommand(
      `'${name}' attribute is unknown for the element. Only the following attributes are supported: [${supported}]`,
    );
  }
  return aliases[0] ?? name;
}

/** What the server says of a list's size; nothing on the screen tells how far it still scrolls. */
function contentSize({ bounds }: ScreenNode): string {
  return JSON.stringify({
    width: bounds.right - bounds.left,
    height: bounds.bottom - bounds.top,
    top: bounds.top,
    left: bounds.left,
    scrollableOffset: 0,
    touchPadding: 0,
  });
}
