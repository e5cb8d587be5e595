import type { AppDefinition } from '../app-definition.ts';
import { permissionDialog } from '../parts/dialogs.ts';
import { legalScreens } from '../parts/pages.ts';
import { createCameraModel } from './camera-model.ts';
import { sceneView } from './scene-view.ts';

const WHITE = '#FFFFFF';
const POLICY_URL = 'https://privacy.mi.com/camera/en_US';

/** MIUI's camera. */
export const APP: AppDefinition = {
  packageName: 'com.android.camera',
  title: 'Camera',
  icon: 'camera',
  first: 'main',
  state: { asked: '', location: '' },
  consented: { asked: '1', location: '1' },
  firstRun: [{ screen: 'permission', when: '!state.asked' }],
  screens: {
    permission: permissionDialog("Allow Camera to access this device's location?", {
      allow: [{ do: 'set', name: 'state.location', to: '1' }, { do: 'set', name: 'state.asked', to: '1' }],
      deny: [{ do: 'set', name: 'state.asked', to: '1' }],
    }),
    main: {
      activity: 'com.android.camera.Camera',
      orientation: 'portrait',
      view: {
        type: 'column', height: 'fill', look: { background: '#101010' }, children: [
          { type: 'row', height: 56, padding: 4, children: [{ type: 'imageButton', id: 'settings', desc: 'Settings', width: 48, height: 48, look: { icon: 'settings', color: WHITE }, onTap: [{ do: 'go', screen: 'settings' }] }] },
          { type: 'stack', id: 'preview', desc: 'Viewfinder', height: 520, rows: { from: 'preview', view: sceneView(520, (name) => `\${item.${name}}`) } },
          {
            type: 'row', padding: 24, children: [
              { type: 'imageButton', id: 'thumbnail', desc: 'Gallery', width: 64, height: 64, look: { icon: 'image', color: WHITE }, onTap: [{ do: 'call', operation: 'look' }] },
              { type: 'stack', width: 'fill', height: 8 },
              { type: 'imageButton', id: 'shutter_button', desc: 'Shutter', width: 80, height: 80, look: { icon: 'camera', background: WHITE }, onTap: [{ do: 'call', operation: 'take' }] },
              { type: 'stack', width: 'fill', height: 8 },
              { type: 'imageButton', id: 'camera_picker', desc: 'Switch camera', width: 64, height: 64, look: { icon: 'rotate', color: WHITE }, onTap: [{ do: 'call', operation: 'switch' }] },
            ],
          },
        ],
      },
    },
    ...legalScreens({ settings: 'com.android.camera.CameraPreferenceActivity', web: 'com.android.camera.WebViewActivity' }, POLICY_URL),
  },
  model: createCameraModel,
};
