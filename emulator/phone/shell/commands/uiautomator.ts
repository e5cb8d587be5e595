import type { ViewNode } from '../../ui/view.ts';
import { errorText } from '../../system/files/file-error.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';

const DEFAULT_FILE = '/sdcard/window_dump.xml';

/** `uiautomator dump [--compressed] [file]`; `/dev/tty` is standard output. */
export const uiautomator: Program = async (invocation) => {
  const [verb, ...args] = invocation.args;
  if (verb !== 'dump') return print({ stdout: invocation.stderr }, 'Usage: uiautomator <subcommand> [options]\n\nAvailable subcommands:\n\ndump: creates an XML dump of current UI hierarchy\n', verb === 'help' ? 0 : 1);
  const file = args.find((word) => !word.startsWith('--')) ?? DEFAULT_FILE;
  const xml = hierarchyXml(invocation);
  if (file === '/dev/tty') return print(invocation, `${xml}UI hierchary dumped to: ${file}\n`);
  try {
    await invocation.files.writeFile(invocation.files.resolvePath(invocation.cwd, file), xml);
    return print(invocation, `UI hierchary dumped to: ${file}\n`);
  } catch (error) {
    return print({ stdout: invocation.stderr }, `ERROR: could not write ${file}: ${errorText(error)}\n`, 1);
  }
};

function hierarchyXml(invocation: Invocation): string {
  return `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation="${invocation.phone.services.display.rotation()}">${nodeXml(invocation.phone.services.display.root(), 0)}</hierarchy>`;
}

function nodeXml(node: ViewNode, index: number): string {
  const { left, top, right, bottom } = node.bounds;
  const attributes: Readonly<Record<string, string | number | boolean>> = {
    // An empty field hands out its hint as its text.
    index, text: node.text === '' ? (node.hint ?? '') : node.text, 'resource-id': node.resourceId ?? '', class: node.className, package: node.packageName,
    'content-desc': node.contentDesc ?? '', checkable: node.checkable, checked: node.checked, clickable: node.clickable,
    enabled: node.enabled, focusable: node.focusable, focused: node.focused, scrollable: node.scrollable,
    'long-clickable': node.longClickable, password: node.password, selected: node.selected, bounds: `[${left},${top}][${right},${bottom}]`,
  };
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${escapeXml(String(value))}"`).join(' ');
  const children = node.children.filter((child) => child.displayed).map((child, at) => nodeXml(child, at)).join('');
  return children === '' ? `<node ${text} />` : `<node ${text}>${children}</node>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
