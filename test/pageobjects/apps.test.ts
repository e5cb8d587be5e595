import assert from 'node:assert/strict';
import { APPS } from '../../pageobjects/apps.ts';
import { knownView, viewNames } from '../../pageobjects/selectors.ts';

const PHONE = { id: 'phone', language: 'en', packages: {} };

/** The views that a screen of this app names, each as the app or `any-app` has it in the table. */
function viewsOf({ appName, screens }: (typeof APPS)[number]): readonly { readonly app: string; readonly view: string }[] {
  return Object.values<{ readonly views: readonly string[] }>(screens).flatMap(({ views }) => views).map((reference) =>
    reference.startsWith('any-app.') ? { app: 'any-app', view: reference.slice('any-app.'.length) } : { app: appName, view: reference });
}

describe('page objects', () => {
  it('have a name and a table of selectors each', () => {
    const names = APPS.map(({ appName }) => appName);

    assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
    assert.deepEqual(names.filter((name) => viewNames(name).length === 0), []);
  });

  it('name a screen for each view they use, so that the doctor finds what a build calls otherwise', () => {
    for (const app of APPS) {
      const shown = viewsOf(app).filter(({ app: name }) => name === app.appName).map(({ view }) => view);

      assert.deepEqual(viewNames(app.appName).filter((view) => !shown.includes(view)), [], app.appName);
    }
  });

  it('name views that the table has, under each of their packages', () => {
    for (const app of APPS) {
      for (const packageName of app.packageNames) {
        for (const { app: name, view } of viewsOf(app)) assert.doesNotThrow(() => knownView({ app: name, view, packageName }, PHONE));
      }
    }
  });
});
