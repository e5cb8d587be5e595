import type { ScreenSpec } from '../app-definition.ts';
import type { Row, Scope, Value } from '../value.ts';
import { emptyPage, pageRows, type PageView } from '../web-page/page-view.ts';
import type { AppProcess } from './app-process.ts';

/** Which page of keys the soft keyboard shows. */
export interface KeyboardState {
  readonly page: 'letters' | 'signs';
  readonly shifted: boolean;
}

export const LETTERS: KeyboardState = { page: 'letters', shifted: false };

/** What a screen may look up beyond its app: settings, the time. */
export interface PhoneValues {
  setting(namespace: string, key: string): string | undefined;
  /** `9:41`. */
  timeOfDay(): string;
  /** `Tue, 21 Apr`. */
  date(): string;
  orientation(): 'portrait' | 'landscape';
  /** `system.…`, for the system's own screens. */
  system(name: string): Value | undefined;
  systemRows(source: string): readonly Row[];
}

/** One screen, dialog or menu that is open. */
export class Screen {
  /** Unique on the phone: view keys begin with it. */
  readonly id: string;
  readonly name: string;
  readonly spec: ScreenSpec;
  readonly app: AppProcess;
  readonly args: Row;
  readonly local: Record<string, Value>;
  /** Key of a scrolling view → px. */
  readonly scrolled = new Map<string, number>();
  /** Key of a view that zooms → how much. */
  readonly zoomed = new Map<string, number>();
  /** Which keys the soft keyboard shows. */
  keys: KeyboardState = LETTERS;
  web: PageView = emptyPage();
  /** Where the focused field keeps its text (its `bind`); no two fields of a screen share one. */
  focused: string | undefined;
  keyboard = false;
  /** The focused field's text is selected: the next letter replaces it. */
  allSelected = false;

  constructor(id: string, app: AppProcess, opening: { readonly name: string; readonly spec: ScreenSpec; readonly args: Row }) {
    this.id = id;
    this.app = app;
    this.name = opening.name;
    this.spec = opening.spec;
    this.args = opening.args;
    this.local = { ...opening.spec.local };
    if (opening.spec.focus !== undefined) this.focus(opening.spec.focus);
  }

  /** Puts the cursor into a field, all its text selected, with the keyboard up. */
  focus(bind: string): void {
    this.focused = bind;
    this.keyboard = true;
    this.keys = LETTERS;
    this.allSelected = true;
  }

  unfocus(): void {
    this.focused = undefined;
    this.keyboard = false;
    this.allSelected = false;
  }

  /** Writes `local.x` or `state.x`. */
  set(name: string, value: Value): void {
    const target = name.startsWith('state.') ? this.app.state : this.local;
    target[name.slice(name.indexOf('.') + 1)] = value;
  }

  get isFull(): boolean {
    return (this.spec.window ?? 'full') === 'full';
  }
}

/** What `${…}` means on a screen. */
export function scopeOf(screen: Screen, phone: PhoneValues): Scope {
  return {
    lookUp(name: string): Value | undefined {
      const dot = name.indexOf('.');
      const [root, rest] = [name.slice(0, dot), name.slice(dot + 1)];
      switch (root) {
        case 'state': return screen.app.state[rest];
        case 'local': return screen.local[rest];
        case 'args': return screen.args[rest];
        case 'model': return screen.app.model?.value?.(rest);
        case 'web': return screen.web.values[rest];
        case 'screen': return screenValue(screen, rest, phone);
        case 'phone': return rest === 'time' ? phone.timeOfDay() : rest === 'date' ? phone.date() : undefined;
        case 'system': return phone.system(rest);
        case 'setting': return phone.setting(rest.slice(0, rest.indexOf('.')), rest.slice(rest.indexOf('.') + 1));
        default: return undefined;
      }
    },
    rows: (source) => (source === 'web.page' ? pageRows(screen.web) : source.startsWith('system.') ? phone.systemRows(source) : (screen.app.model?.rows?.(source) ?? [])),
  };
}

function screenValue(screen: Screen, name: string, phone: PhoneValues): Value | undefined {
  switch (name) {
    case 'focused': return screen.focused;
    case 'zoom': return Math.max(1, ...screen.zoomed.values());
    case 'orientation': return phone.orientation();
    default: return undefined;
  }
}

/** The scope with a few names more: a row as `item.…`, the pages of a pager as `page.…`. */
export function scopeWith(scope: Scope, root: string, row: Row): Scope {
  return {
    lookUp: (name) => (name.startsWith(`${root}.`) ? row[name.slice(root.length + 1)] : scope.lookUp(name)),
    rows: (source) => scope.rows(source),
  };
}
