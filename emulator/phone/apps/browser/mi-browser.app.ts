import { browserApp } from './browser-app.ts';
import { MI_BROWSER } from './mi-browser-build.ts';
import { miScreens } from './screens/mi-screens.ts';

/** Mi Browser of global builds. */
export const APP = browserApp(MI_BROWSER, miScreens(MI_BROWSER));
