import { unknownCommand } from './errors.ts';
import { printBounds, type ScreenNode } from './screen.ts';

/** Names under which the server gives out an attribute; the first is the one in the page source. */
const ALIASES: readonly (readonly string[])[] = [
  ['checkable'],
  ['checked'],
  ['class', 'className'],
  ['clickable'],
  ['content-desc', 'contentDescription'],
  ['enabled'],
  ['focusable'],
  ['focused'],
  ['long-clickable', 'longClickable'],
  ['package'],
  ['password'],
  ['resource-id', 'resourceId'],
  ['scrollable'],
  ['selection-start'],
  ['selection-end'],
  ['selected'],
  ['text', 'name'],
  ['hint'],
  ['extras'],
  ['bounds'],
  ['displayed'],
  ['contentSize'],
  ['is-collection', 'isCollection'],
  ['is-collection-item', 'isCollectionItem'],
  ['collection-info', 'collectionInfo'],
  ['collection-item-info', 'collectionItemInfo'],
];

/**
 * An attribute of a view as text, null where the view has none. Names are not case-sensitive.
 *
 * @throws Uia2Error `unknown command` for a name the server does not know, as the server answers it.
 */
export function attributeOf(node: ScreenNode, name: string): string | null {
  const { view } = node;
  switch (canonical(name)) {
    case 'checkable':
      return String(view.checkable);
    case 'checked':
      return String(view.checked);
    case 'class':
      return view.className;
    case 'clickable':
      return String(view.clickable);
    case 'content-desc':
      return view.contentDesc ?? null;
    case 'enabled':
      return String(view.enabled);
    case 'focusable':
      return String(view.focusable);
    case 'focused':
      return String(view.focused);
    case 'long-clickable':
      return String(view.longClickable);
    case 'package':
      return view.packageName;
    case 'password':
      return String(view.password);
    case 'resource-id':
      return view.resourceId ?? null;
    case 'scrollable':
      return String(view.scrollable);
    case 'selected':
      return String(view.selected);
    case 'text':
      return view.text;
    case 'bounds':
      return printBounds(node.bounds);
    case 'displayed':
      return String(view.displayed);
    case 'contentSize':
      return contentSize(node);
    case 'is-collection':
    case 'is-collection-item':
      return 'false';
    default:
      return null;
  }
}

function canonical(name: string): string {
  const aliases = ALIASES.find((names) => names.some((alias) => alias.toLowerCase() === name.toLowerCase()));
  if (aliases === undefined) {
    const supported = ALIASES.map((names) => (names.length > 1 ? `{${names.join(',')}}` : names[0])).join(', ');
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
