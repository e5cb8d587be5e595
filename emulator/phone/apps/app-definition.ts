import type { Look } from '../ui/view.ts';
import type { AppModelFactory } from './app-model.ts';
import type { SystemOperation } from './notification.ts';
import type { Row } from './value.ts';

/** Fixed in dp, as large as the parent leaves room for, or as large as its content. */
type Length = number | 'fill' | 'wrap';

/**
 * What a view is: `list`, `grid` and `web` scroll down, `pager` sideways; `stack` lays its children over each other;
 * the others say what is drawn, and with it the Android class.
 */
export type ViewType =
  | 'column' | 'row' | 'stack' | 'grid' | 'list' | 'pager' | 'web'
  | 'text' | 'field' | 'button' | 'image' | 'imageButton' | 'checkbox' | 'progress';

/** `name`, `!name`, `name=value` or `name!=value` over what `${name}` gives; all of several must hold. */
export type Condition = string | readonly string[];

/** A text in which `${name}` stands for a value: `state.…`, `local.…`, `args.…`, `item.…`, `model.…`, `setting.<namespace>.<key>`, `web.…`, `screen.focused`, `screen.zoom`, `screen.orientation`, `phone.time`, `phone.date`, `system.…`. */
export type Template = string;

export type Templates = Readonly<Record<string, Template>>;

/** One thing that a tap, a key or the showing of a screen does. */
export type Effect =
  /** `state.x` outlives the process, `local.x` lives with the screen. */
  | { readonly do: 'set'; readonly name: string; readonly to: Template }
  | { readonly do: 'toggle'; readonly name: string }
  /** Shows another screen, dialog or menu of the app. */
  | { readonly do: 'go'; readonly screen: string; readonly args?: Templates }
  /** Ends this screen (a dialog closes). */
  | { readonly do: 'back' }
  /** Ends every screen of the app. */
  | { readonly do: 'leave' }
  | { readonly do: 'emit'; readonly event: string; readonly data?: Templates }
  | { readonly do: 'setting'; readonly namespace: 'global' | 'secure' | 'system'; readonly key: string; readonly to: Template }
  /** Asks the app's own model to do it. */
  | { readonly do: 'call'; readonly operation: string; readonly with?: Templates }
  | { readonly do: 'if'; readonly test: Condition; readonly then: readonly Effect[]; readonly else?: readonly Effect[] }
  /** Starts another app by its package. */
  | { readonly do: 'start'; readonly packageName: Template }
  /** Loads the URL into the web view of this screen. */
  | { readonly do: 'load'; readonly url: Template }
  /** Gives the focus to the field with this `bind`, its text selected. */
  | { readonly do: 'focus'; readonly bind: string }
  | { readonly do: 'hideKeyboard' }
  /** A short message over the screen. */
  | { readonly do: 'toast'; readonly text: Template; readonly long?: boolean }
  /** Posts a notification of the app, or replaces the one with this id; a tap opens the screen, or else the app. */
  | { readonly do: 'notify'; readonly id: Template; readonly title: Template; readonly text?: Template; readonly screen?: string; readonly args?: Templates; readonly ongoing?: boolean }
  | { readonly do: 'cancelNotification'; readonly id: Template }
  /** What only the system's own screens may do: to other apps, and to its windows. */
  | { readonly do: 'system'; readonly operation: SystemOperation; readonly with?: Templates };

export type Effects = readonly Effect[];

/** One view of a screen, as data. */
export interface ViewSpec {
  readonly type: ViewType;
  /** `url` is in the app's own package; `android:id/button1` in full. */
  readonly id?: string;
  /** When it is not the one that goes with the type. */
  readonly className?: string;
  readonly text?: Template;
  readonly desc?: Template;
  /** Default: `fill` for containers and lists, `wrap` for what is drawn. */
  readonly width?: Length;
  /** Default: `wrap`, `fill` for lists. */
  readonly height?: Length;
  /** Dp on all sides. */
  readonly padding?: number;
  /** `look.icon` and `look.background` are templates too. */
  readonly look?: Look;
  readonly when?: Condition;
  readonly enabled?: Condition;
  readonly checked?: Condition;
  readonly selected?: Condition;
  readonly children?: readonly ViewSpec[];
  /** One child a row of the model's source, with the row as `${item.…}`. */
  readonly rows?: { readonly from: string; readonly view: ViewSpec };
  /** Of a grid. */
  readonly columns?: number;
  /** Of a pager: where the number of the page shown is kept (from 0), and how many there are. */
  readonly pages?: { readonly name: string; readonly count: Template };
  /** Of a field: where its text is kept while it has the focus (`local.x`). */
  readonly bind?: string;
  readonly hint?: string;
  readonly onTap?: Effects;
  readonly onLongTap?: Effects;
  /** Two taps at once; without it a web page or picture that zooms does so. */
  readonly onDoubleTap?: Effects;
  /** A long press that ended over another view: `${drag.dx}`, `${drag.dy}` in px. */
  readonly onDrag?: Effects;
  /** Whether two fingers make it larger; default: `web` only. `${screen.zoom}` is how much, from 1 to 5. */
  readonly zoomable?: boolean;
  /** Of a field: its text is shown as dots. */
  readonly password?: boolean;
  /** Of a field: what the keyboard's enter key says. Default `done`. */
  readonly imeAction?: 'go' | 'search' | 'send' | 'next' | 'done';
  /** Of what scrolls: what is in it. Each content has a place of its own to which it was scrolled. */
  readonly scrollOf?: Template;
  /** Of what scrolls: its end has come into sight by scrolling. */
  readonly onEnd?: Effects;
  /** Of what scrolls: it was pulled down at its beginning. */
  readonly onPull?: Effects;
  /** A finger that moves up or down where nothing scrolls: `${swipe.direction}`. */
  readonly onSwipe?: Effects;
  readonly onEnter?: Effects;
  readonly onChange?: Effects;
  readonly onFocus?: Effects;
  /** Of a pager: `${page.from}` and `${page.to}`, from 1. */
  readonly onPage?: Effects;
}

/** One screen, dialog or menu, as data. */
export interface ScreenSpec {
  /** Full class. Dialogs, menus and fragments belong to the activity below and have none. */
  readonly activity?: string;
  /** Whether the shell may start the activity by its class; the first screen's always may. */
  readonly exported?: boolean;
  /** Default `full`. */
  readonly window?: 'full' | 'dialog' | 'menu';
  /** Which way up the activity insists on; by default it turns with the phone. */
  readonly orientation?: 'portrait' | 'landscape';
  /** Whose views these are, when not the app's: the permission controller's. */
  readonly packageName?: string;
  /** Whether back or a tap beside a dialog closes it. Default true. */
  readonly cancellable?: boolean;
  /** First values of `${local.…}`. */
  readonly local?: Row;
  /** `bind` of the field that has the focus from the start. */
  readonly focus?: string;
  /** When the screen is opened. */
  readonly onShow?: Effects;
  /** Instead of ending the screen. */
  readonly onBack?: Effects;
  readonly view: ViewSpec;
}

/** How an intent finds its screen. */
export interface IntentSpec {
  readonly action: string;
  readonly screen: string;
  readonly args?: Templates;
}

/** An app, as data. A new app is a new one of these. */
export interface AppDefinition {
  readonly packageName: string;
  /** Name by which a profile's `packages[].app` finds it; the package's name when absent. Variants of a package have one. */
  readonly key?: string;
  readonly title: string;
  readonly icon: string;
  /** Screen that its launcher activity shows. */
  readonly first: string;
  readonly screens: Readonly<Record<string, ScreenSpec>>;
  /** First values of `${state.…}`, which outlive the process. */
  readonly state: Row;
  /** What consent given long ago leaves in `state`. */
  readonly consented?: Row;
  /** Shown over the first screen, the first whose condition holds. */
  readonly firstRun?: readonly { readonly screen: string; readonly when: Condition }[];
  readonly intents?: readonly IntentSpec[];
  /** Beginnings (`https:`) and ends (`.mp3`) of the URIs it can show. */
  readonly opens?: readonly string[];
  /** Of the launcher: what the home key does on its first screen. */
  readonly onHome?: Effects;
  readonly model?: AppModelFactory;
  /** What stands on its views in other languages: language (`zh`) → words as they are here → words there. */
  readonly words?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
