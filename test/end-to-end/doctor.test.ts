import assert from 'node:assert/strict';
import { Stage, shippedProfile, type Ended } from './earshot.ts';

/** What the launcher of this profile calls otherwise. */
const RENAMED: Readonly<Record<string, string>> = { workspace: 'cell_workspace', icon_title: 'shortcut_title' };

interface View {
  readonly view: string;
  readonly id?: string;
  readonly found: boolean;
  readonly nearest?: readonly { readonly id?: string; readonly likeness: number }[];
}

interface Screen {
  readonly screen: string;
  readonly failed?: string;
  readonly views: readonly View[];
}

describe('earshot doctor --selectors, on a phone that names its resource ids otherwise', function () {
  this.timeout(120_000);
  const stage = new Stage();
  let ended: Ended;
  let screens: readonly Screen[];

  before(async () => {
    const devices = stage.devices([{ id: 'renamed', model: 'Redmi Note 8', kind: 'emulated', profile: shippedProfile('ginkgo-renamed'), timeScale: 0.01 }]);
    ended = await stage.run(['doctor', '--selectors', '--json', '--apps', 'launcher', '--devices-file', devices]);
    const said = JSON.parse(ended.stdout) as { selectors: { phones: readonly [{ apps: readonly [{ screens: readonly Screen[] }] }] } };
    [{ apps: [{ screens }] }] = said.selectors.phones;
  });

  after(() => stage.remove());

  it('opens each screen, by what stands in for the views on the way', () => {
    assert.equal(screens.length, 3);
    assert.deepEqual(screens.filter(({ failed }) => failed !== undefined), []);
  });

  it('names exactly the views that are not there', () => {
    const views = screens.flatMap((screen) => screen.views);
    const isRenamed = ({ id = '' }: View): boolean => RENAMED[id.replace('com.miui.home:id/', '')] !== undefined;

    assert.deepEqual(views.filter(({ found }) => !found), views.filter(isRenamed));
    assert.ok(views.some(({ found }) => found) && views.some(isRenamed));
  });

  it('proposes what they are called there before anything else', () => {
    for (const { id = '', nearest = [] } of screens.flatMap((screen) => screen.views).filter(({ found }) => !found)) {
      assert.equal(nearest[0]?.id, `com.miui.home:id/${RENAMED[id.replace('com.miui.home:id/', '')] ?? ''}`, id);
    }
  });

  it('exits 1 and leaves nothing behind', async () => {
    assert.equal(ended.code, 1, ended.stderr);
    await stage.assertTidy();
  });
});
