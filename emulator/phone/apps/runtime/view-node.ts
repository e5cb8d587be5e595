import type { Placed } from '../../ui/layout/box.ts';
import type { Look, ViewNode } from '../../ui/view.ts';
import type { ViewSpec } from '../app-definition.ts';
import { fill, holds, isTrue } from '../template.ts';
import type { Scope } from '../value.ts';
import { TRAITS, type View } from './views.ts';

/** What accessibility tells of a placed view and all in it. */
export function toViewNode(placed: Placed<View>): ViewNode {
  const { content: view } = placed;
  const { spec, scope } = view;
  const isField = spec.type === 'field';
  const clickable = spec.onTap !== undefined || isField || spec.type === 'button';
  return {
    key: view.key,
    className: spec.className ?? TRAITS[spec.type].className,
    packageName: view.packageName,
    ...(spec.id === undefined ? {} : { resourceId: fullId(spec.id, view.packageName) }),
    text: view.text,
    ...(view.desc === undefined ? {} : { contentDesc: view.desc }),
    ...(spec.hint === undefined ? {} : { hint: fill(spec.hint, scope) }),
    bounds: placed.bounds,
    checkable: spec.type === 'checkbox' || spec.checked !== undefined,
    checked: spec.checked !== undefined && holds(spec.checked, scope),
    clickable,
    enabled: spec.enabled === undefined || holds(spec.enabled, scope),
    focusable: clickable || isScrolling(spec),
    focused: isField && view.screen?.focused === spec.bind,
    longClickable: spec.onLongTap !== undefined || spec.onDrag !== undefined || isField,
    password: spec.password === true,
    scrollable: isScrollable(placed),
    selected: spec.selected !== undefined && holds(spec.selected, scope),
    displayed: true,
    ...(view.look === undefined ? {} : { look: lookOf(view.look, scope) }),
    children: placed.children.map(toViewNode),
  };
}

/** `url` of the browser is `com.mi.globalbrowser:id/url`; ids with a package stay as they are. */
export function fullId(id: string, packageName: string): string {
  return id.includes(':id/') ? id : `${packageName}:id/${id}`;
}

/** Symbol and background may depend on what is shown. */
function lookOf(look: Look, scope: Scope): Look {
  const { icon, background } = look;
  return { ...look, ...(icon === undefined ? {} : { icon: fill(icon, scope) }), ...(background === undefined ? {} : { background: fill(background, scope) }) };
}

function isScrollable({ content: { spec, scope }, overflowPx }: Placed<View>): boolean {
  if (spec.type === 'pager') return spec.pages !== undefined && Number(fill(spec.pages.count, scope)) > 1;
  return isScrolling(spec) && isTrue(overflowPx);
}

function isScrolling(spec: ViewSpec): boolean {
  return TRAITS[spec.type].arrangement === 'scroll';
}
