import type { AppDefinition } from './app-definition.ts';
import { titleBar } from './parts/pages.ts';

/** An app of which the phone has no screens: it opens, shows its name and does nothing. */
export function placeholderApp(packageName: string, title: string, activity: string): AppDefinition {
  return {
    packageName, title, icon: 'app', first: 'main', state: {},
    screens: { main: { activity, view: { type: 'column', height: 'fill', children: [titleBar(title)] } } },
  };
}
