import type { Condition, Effects, ScreenSpec, Template, ViewSpec } from '../app-definition.ts';

/** A dialog as MIUI draws it, at the foot of the screen. */
export interface DialogSpec {
  readonly title: Template;
  readonly message?: Template;
  /** Between message and buttons. */
  readonly body?: readonly ViewSpec[];
  /** `when`: nothing is done before it holds. */
  readonly positive: { readonly text: Template; readonly effects: Effects; readonly when?: Condition };
  /** Default: Cancel, which closes. */
  readonly negative?: { readonly text: string; readonly effects: Effects };
  readonly cancellable?: boolean;
  readonly local?: ScreenSpec['local'];
  readonly focus?: string;
  readonly onShow?: Effects;
}

/** Builds a dialog; both buttons close it before they do anything else. */
export function dialog(spec: DialogSpec): ScreenSpec {
  const negative = spec.negative ?? { text: 'Cancel', effects: [] };
  return {
    window: 'dialog',
    ...(spec.cancellable === undefined ? {} : { cancellable: spec.cancellable }),
    ...(spec.local === undefined ? {} : { local: spec.local }),
    ...(spec.focus === undefined ? {} : { focus: spec.focus }),
    ...(spec.onShow === undefined ? {} : { onShow: spec.onShow }),
    view: sheet([
      { type: 'text', id: 'miui:id/alertTitle', text: spec.title, width: 'fill', padding: 8, look: { textSizeSp: 18, bold: true, align: 'center' } },
      ...(spec.message === undefined ? [] : [{ type: 'text', id: 'miui:id/message', text: spec.message, width: 'fill', padding: 8 } as const]),
      ...(spec.body ?? []),
      {
        type: 'row', padding: 8, children: [
          button('android:id/button2', negative.text, [{ do: 'back' }, ...negative.effects]),
          positiveButton(spec.positive),
        ],
      },
    ]),
  };
}

/** One entry of a menu or choice of a list. */
export interface Choice {
  readonly text: Template;
  readonly effects: Effects;
  readonly when?: Condition;
  readonly checked?: Condition;
}

/** A menu: entries that close it and do something. */
export function menu(choices: readonly Choice[]): ScreenSpec {
  return { window: 'menu', view: sheet([choiceList(choices)]) };
}

/** A dialog of which one entry is chosen. */
export function choiceDialog(title: Template, choices: readonly Choice[]): ScreenSpec {
  return {
    window: 'dialog',
    view: sheet([
      { type: 'text', id: 'miui:id/alertTitle', text: title, width: 'fill', padding: 8, look: { textSizeSp: 18, bold: true, align: 'center' } },
      choiceList(choices),
      { type: 'row', padding: 8, children: [button('android:id/button2', 'Cancel', [{ do: 'back' }])] },
    ]),
  };
}

/** The system's question whether an app may have a permission. */
export function permissionDialog(question: string, answered: { readonly allow: Effects; readonly deny: Effects }): ScreenSpec {
  return {
    window: 'dialog',
    packageName: 'com.android.permissioncontroller',
    cancellable: false,
    view: sheet([
      { type: 'text', id: 'permission_message', text: question, width: 'fill', padding: 12 },
      button('permission_allow_button', 'ALLOW', [{ do: 'back' }, ...answered.allow]),
      button('permission_deny_button', 'DENY', [{ do: 'back' }, ...answered.deny]),
    ]),
  };
}

/** What a dialog's views stand on. */
function sheet(children: readonly ViewSpec[]): ViewSpec {
  return { type: 'column', padding: 12, look: { background: '#FFFFFF' }, children };
}

function positiveButton({ text, effects, when }: DialogSpec['positive']): ViewSpec {
  const done: Effects = [{ do: 'back' }, ...effects];
  return when === undefined ? button('android:id/button1', text, done) : { ...button('android:id/button1', text, [{ do: 'if', test: when, then: done }]), enabled: when };
}

function button(id: string, text: string, onTap: Effects): ViewSpec {
  return { type: 'button', id, text, onTap, look: { align: 'center', bold: true, background: '#F0F0F0' } };
}

function choiceList(choices: readonly Choice[]): ViewSpec {
  return {
    type: 'list', id: 'miui:id/select_dialog_listview', height: 'wrap',
    children: choices.map((choice) => ({
      type: 'text', id: 'android:id/text1', text: choice.text, width: 'fill', padding: 12,
      ...(choice.when === undefined ? {} : { when: choice.when }),
      ...(choice.checked === undefined ? {} : { checked: choice.checked, className: 'android.widget.CheckedTextView' }),
      onTap: [{ do: 'back' }, ...choice.effects],
    })),
  };
}
