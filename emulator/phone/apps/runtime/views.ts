import type { Box, Arrangement, BoxLength } from '../../ui/layout/box.ts';
import type { Look } from '../../ui/view.ts';
import type { ViewSpec, ViewType } from '../app-definition.ts';
import { fill, holds } from '../template.ts';
import type { Scope } from '../value.ts';
import { scopeWith, type Screen } from './screen.ts';

/** A view that is on a screen now: its data, and what its names mean. */
export interface View {
  readonly key: string;
  readonly spec: ViewSpec;
  readonly scope: Scope;
  /** Absent for what the system draws around the apps. */
  readonly screen?: Screen;
  readonly packageName: string;
  readonly text: string;
  readonly desc?: string;
  /** As the data says, larger where it is zoomed. */
  readonly look?: Look;
}

/** Under which name a screen keeps how far a view was scrolled. */
export function scrollKeyOf({ key, spec, scope }: View): string {
  return spec.scrollOf === undefined ? key : `${key} ${fill(spec.scrollOf, scope)}`;
}

interface TypeTraits {
  readonly className: string;
  readonly arrangement: Arrangement;
  readonly width: BoxLength;
  readonly height: BoxLength;
}

/** What goes with a type when its data says nothing else. */
export const TRAITS: Readonly<Record<ViewType, TypeTraits>> = {
  column: { className: 'android.widget.LinearLayout', arrangement: 'column', width: 'fill', height: 'wrap' },
  row: { className: 'android.widget.LinearLayout', arrangement: 'row', width: 'fill', height: 'wrap' },
  stack: { className: 'android.widget.FrameLayout', arrangement: 'stack', width: 'fill', height: 'wrap' },
  grid: { className: 'android.widget.GridView', arrangement: 'grid', width: 'fill', height: 'wrap' },
  list: { className: 'android.widget.ListView', arrangement: 'scroll', width: 'fill', height: 'fill' },
  pager: { className: 'android.view.ViewGroup', arrangement: 'stack', width: 'fill', height: 'fill' },
  web: { className: 'android.webkit.WebView', arrangement: 'scroll', width: 'fill', height: 'fill' },
  text: { className: 'android.widget.TextView', arrangement: 'stack', width: 'wrap', height: 'wrap' },
  field: { className: 'android.widget.EditText', arrangement: 'stack', width: 'fill', height: 48 },
  button: { className: 'android.widget.Button', arrangement: 'stack', width: 'fill', height: 52 },
  image: { className: 'android.widget.ImageView', arrangement: 'stack', width: 40, height: 40 },
  imageButton: { className: 'android.widget.ImageButton', arrangement: 'stack', width: 48, height: 48 },
  checkbox: { className: 'android.widget.CheckBox', arrangement: 'stack', width: 48, height: 32 },
  progress: { className: 'android.widget.ProgressBar', arrangement: 'stack', width: 'fill', height: 4 },
};

/** The boxes of a screen's views as they are now; undefined when the topmost is not shown. */
export function buildScreen(screen: Screen, scope: Scope): Box<View> | undefined {
  return build(screen.spec.view, { screen, scope, key: screen.id, zoom: 1 });
}

/** Web pages zoom under two fingers, and what is said to. */
export function isZoomable(spec: ViewSpec): boolean {
  return spec.zoomable ?? spec.type === 'web';
}

const DEFAULT_TEXT_SIZE_SP = 16;

function zoomedLook(spec: ViewSpec, zoom: number): Look | undefined {
  if (zoom === 1) return spec.look;
  return { ...spec.look, textSizeSp: (spec.look?.textSizeSp ?? DEFAULT_TEXT_SIZE_SP) * zoom };
}

interface Place {
  /** How much whatever lies around it is zoomed. */
  readonly zoom: number;
  readonly screen: Screen;
  readonly scope: Scope;
  readonly key: string;
}

function build(spec: ViewSpec, place: Place): Box<View> | undefined {
  const { screen, scope, key } = place;
  if (spec.when !== undefined && !holds(spec.when, scope)) return undefined;
  const traits = TRAITS[spec.type];
  const text = textOf(spec, place);
  const zoom = isZoomable(spec) ? place.zoom * (screen.zoomed.get(key) ?? 1) : place.zoom;
  const look = zoomedLook(spec, zoom);
  const view: View = {
    key, spec, scope, screen, text,
    packageName: screen.spec.packageName ?? screen.app.packageName,
    ...(spec.desc === undefined ? {} : { desc: fill(spec.desc, scope) }),
    ...(look === undefined ? {} : { look }),
  };
  return {
    content: view,
    arrangement: traits.arrangement,
    width: spec.width ?? traits.width,
    height: spec.height ?? traits.height,
    paddingDp: spec.padding ?? 0,
    ...(spec.columns === undefined ? {} : { columns: spec.columns }),
    ...(traits.arrangement === 'scroll' ? { scrolledPx: screen.scrolled.get(scrollKeyOf(view)) ?? 0 } : {}),
    // A web view's text is its title for those who listen, nothing that is drawn.
    ...(text === '' || spec.type === 'web' ? {} : { text }),
    ...(look?.textSizeSp === undefined ? {} : { textSizeSp: look.textSizeSp }),
    children: childrenOf(spec, { ...place, zoom }),
  };
}

function childrenOf(spec: ViewSpec, place: Place): readonly Box<View>[] {
  const fixed = (spec.children ?? []).map((child, i) => build(child, { ...place, key: `${place.key}.${i}` }));
  const { rows } = spec;
  const listed = rows === undefined ? [] : place.scope.rows(fill(rows.from, place.scope)).map((row, i) =>
    build(rows.view, { ...place, key: `${place.key}[${String(row['key'] ?? i)}]`, scope: scopeWith(place.scope, 'item', row) }));
  return [...fixed, ...listed].filter((box) => box !== undefined);
}

function textOf(spec: ViewSpec, { screen, scope }: Place): string {
  // A field without the focus shows what its data says, or what was typed into it.
  if (spec.bind !== undefined && (screen.focused === spec.bind || spec.text === undefined)) return String(scope.lookUp(spec.bind) ?? '');
  return spec.text === undefined ? '' : fill(spec.text, scope);
}
