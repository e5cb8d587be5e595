import type { Effects, ScreenSpec, Template, ViewSpec } from '../app-definition.ts';

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

/** A web page: title as text, and what can be read and tapped on it. `follow` says what a tapped link does. */
export function webView(names: { readonly title: Template; readonly rows: string; readonly when?: string }, follow: Effects): ViewSpec {
  return {
    type: 'web', id: 'web_view', text: names.title, padding: 8,
    ...(names.when === undefined ? {} : { when: names.when }),
    rows: {
      from: names.rows,
      view: {
        type: 'stack', className: 'android.view.View', children: [
          { type: 'text', className: 'android.view.View', when: 'item.kind=heading', text: '${item.text}', width: 'fill', padding: 8, look: { textSizeSp: 24, bold: true } },
          { type: 'text', className: 'android.view.View', when: 'item.kind=body', text: '${item.text}', width: 'fill', padding: 8 },
          { type: 'text', className: 'android.view.View', when: 'item.kind=link', text: '${item.text}', desc: '', width: 'fill', padding: 8, look: { color: '#1A5FB4' }, onTap: follow },
        ],
      },
    },
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
        webView({ title: '${web.title}', rows: 'web.page' }, [{ do: 'load', url: '${item.url}' }]),
      ],
    },
  };
}
