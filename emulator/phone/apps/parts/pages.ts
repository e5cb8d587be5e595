import type { Condition, Effects, ScreenSpec, Template, ViewSpec } from '../app-definition.ts';
import { preferenceList } from './preferences.ts';

/** A page's head: up button and title. */
export function titleBar(title: Template, more: readonly ViewSpec[] = []): ViewSpec {
  return {
    type: 'row', height: 56, padding: 4, look: { background: '#FAFAFA' }, children: [
      { type: 'image', id: 'miui:id/home', desc: 'Navigate up', onTap: [{ do: 'back' }], look: { icon: 'back' } },
      { type: 'text', id: 'miui:id/action_bar_title', text: title, width: 'fill', look: { textSizeSp: 20, bold: true } },
      ...more,
    ],
  };
}

/** What touching a web page does. */
export interface WebTouch {
  /** A tapped link. */
  readonly follow: Effects;
  /** A link that is held. */
  readonly hold?: Effects;
  /** A tapped video. */
  readonly play?: Effects;
  /** The page pulled down at its top. */
  readonly pull?: Effects;
}

/** A web page: title as text, and what can be read and tapped on it. */
export function webView(names: { readonly title: Template; readonly rows: string; readonly when?: Condition; readonly scrollOf?: Template }, touch: WebTouch): ViewSpec {
  const { follow, hold, play, pull } = touch;
  return {
    type: 'web', id: 'web_view', text: names.title, padding: 8,
    ...(names.when === undefined ? {} : { when: names.when }),
    ...(names.scrollOf === undefined ? {} : { scrollOf: names.scrollOf }),
    ...(pull === undefined ? {} : { onPull: pull }),
    rows: {
      from: names.rows,
      view: {
        type: 'stack', className: 'android.view.View', children: [
          { type: 'text', className: 'android.view.View', when: 'item.kind=heading', text: '${item.text}', width: 'fill', padding: 8, look: { textSizeSp: 24, bold: true } },
          { type: 'text', className: 'android.view.View', when: 'item.kind=body', text: '${item.text}', width: 'fill', padding: 8 },
          ...(play === undefined ? [] : [videoView(play)]),
          {
            type: 'text', className: 'android.view.View', when: 'item.kind=link', text: '${item.text}', desc: '', width: 'fill', padding: 8, look: { color: '#1A5FB4' },
            onTap: follow, ...(hold === undefined ? {} : { onLongTap: hold }),
          },
        ],
      },
    },
  };
}

/** A `<video>` as WebView tells of it: a view, with the player's own button in it. */
function videoView(play: Effects): ViewSpec {
  return {
    type: 'column', className: 'android.view.View', when: 'item.kind=video', desc: '${item.text}', height: 190, padding: 8, look: { background: '#101010' },
    children: [
      { type: 'button', text: '${item.button}', height: 120, look: { background: '#303030', color: '#FFFFFF', align: 'center' }, onTap: play },
      { type: 'text', className: 'android.view.View', text: '${item.text}', width: 'fill', look: { color: '#FFFFFF', align: 'center' } },
    ],
  };
}

/** An app's settings with nothing but a row that leads to its privacy policy, and the policy itself. */
export function legalScreens(activities: { readonly settings: string; readonly web: string }, policyUrl: string): { readonly settings: ScreenSpec; readonly web: ScreenSpec } {
  const policy = { title: 'Privacy policy', url: policyUrl };
  const onTap: Effects = [{ do: 'go', screen: 'web', args: policy }, { do: 'emit', event: 'legal.open', data: policy }];
  return {
    settings: { activity: activities.settings, view: { type: 'column', height: 'fill', children: [titleBar('Settings'), preferenceList([{ title: 'Privacy policy', leadsOn: true, onTap }])] } },
    web: webScreen(activities.web),
  };
}

/** A screen that is one web page, loaded by the app itself from `${args.url}`, with `${args.title}` over it. */
export function webScreen(activity: string, extra: readonly ViewSpec[] = []): ScreenSpec {
  return {
    activity,
    onShow: [{ do: 'load', url: '${args.url}' }],
    view: {
      type: 'column', height: 'fill', children: [
        titleBar('${args.title}'),
        ...extra,
        webView({ title: '${web.title}', rows: 'web.page', scrollOf: '${web.url}' }, { follow: [{ do: 'load', url: '${item.url}' }] }),
      ],
    },
  };
}
