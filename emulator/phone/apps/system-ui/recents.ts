import type { ScreenSpec, ViewSpec } from '../app-definition.ts';

const WHITE = '#FFFFFF';
const which = { package: '${item.package}' };

const TASK: ViewSpec = {
  type: 'column', id: 'task_view', desc: '${item.title}', padding: 8, height: 220,
  onTap: [{ do: 'system', operation: 'openTask', with: which }],
  children: [
    {
      type: 'row', height: 40, children: [
        { type: 'image', id: 'icon', width: 32, height: 32, look: { icon: '${item.icon}' } },
        { type: 'text', id: 'title', text: '${item.title}', width: 'fill', padding: 8, look: { textSizeSp: 14, color: WHITE } },
        { type: 'imageButton', id: 'dismiss_task', desc: 'Remove ${item.title}', width: 40, height: 40, look: { icon: 'close' }, onTap: [{ do: 'system', operation: 'closeTask', with: which }] },
      ],
    },
    { type: 'stack', id: 'task_view_thumbnail', height: 'fill', look: { background: '#FAFAFA' }, children: [{ type: 'image', width: 'fill', height: 150, look: { icon: '${item.icon}', color: '#9AA0A8' } }] },
  ],
};

/** What was used lately, two in a row, and a cross that ends it all. */
function recentsOf(owner: Pick<ScreenSpec, 'packageName'>): ScreenSpec {
  return {
    ...owner,
    view: {
      type: 'column', id: 'recents_container', height: 'fill', look: { background: '#26303C' }, children: [
        { type: 'text', id: 'txtSmallWindowContainer', text: 'Floating windows', width: 'fill', padding: 12, look: { textSizeSp: 13, color: '#B8BCC4', align: 'center' } },
        {
          type: 'list', id: 'recents_view', height: 'fill', children: [
            { type: 'text', id: 'recents_empty_text', when: '!system.tasks', text: 'No recent items', width: 'fill', padding: 48, look: { color: WHITE, align: 'center' } },
            { type: 'grid', columns: 2, rows: { from: 'system.tasks', view: TASK } },
          ],
        },
        {
          type: 'row', height: 72, padding: 8, children: [
            { type: 'imageButton', id: 'clearAnimView', desc: 'Clear all', width: 'fill', look: { icon: 'close', color: WHITE }, onTap: [{ do: 'system', operation: 'closeTasks' }] },
          ],
        },
      ],
    },
  };
}

export const recents = recentsOf({ packageName: 'com.miui.home' });
export const oldRecents = recentsOf({});
