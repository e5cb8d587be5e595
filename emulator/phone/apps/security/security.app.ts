import type { AppDefinition } from '../app-definition.ts';
import { legalScreens, titleBar } from '../parts/pages.ts';

const POLICY_URL = 'https://privacy.mi.com/security/en_US';

/** MIUI's Security, as far as its first page: it looks for what could be better, and finds nothing. */
export const APP: AppDefinition = {
  packageName: 'com.miui.securitycenter',
  title: 'Security',
  icon: 'shield',
  first: 'main',
  state: { score: '' },
  screens: {
    main: {
      activity: 'com.miui.securitycenter.MainActivity',
      view: {
        type: 'column', height: 'fill', children: [
          titleBar('Security', [{ type: 'image', id: 'settings', desc: 'Settings', look: { icon: 'settings' }, onTap: [{ do: 'go', screen: 'settings' }] }]),
          { type: 'text', id: 'number', when: 'state.score', text: '${state.score}', width: 'fill', padding: 24, look: { textSizeSp: 64, align: 'center', color: '#2E9E5B' } },
          { type: 'text', id: 'number', when: '!state.score', text: '--', width: 'fill', padding: 24, look: { textSizeSp: 64, align: 'center', color: '#808080' } },
          {
            type: 'button', id: 'btn_action', text: 'Optimize', look: { align: 'center', background: '#2E9E5B', color: '#FFFFFF' },
            onTap: [{ do: 'emit', event: 'scan.start' }, { do: 'set', name: 'state.score', to: '100' }, { do: 'emit', event: 'scan.finish', data: { score: '${state.score}' } }],
          },
        ],
      },
    },
    ...legalScreens({ settings: 'com.miui.securityscan.ui.settings.SettingsActivity', web: 'com.miui.securitycenter.WebViewActivity' }, POLICY_URL),
  },
};
