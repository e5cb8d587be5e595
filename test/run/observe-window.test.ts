import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Performance, PlannedJourney } from '../../src/run/planned-journey.ts';
import { observeWindow, type WindowTools } from '../../src/run/observe-window.ts';
import type { SpecRun } from '../../src/flow/spec-run.ts';

const SETTING = '127.0.0.1:28080';

describe('observing a window', () => {
  let evidence = '';
  beforeEach(() => { evidence = mkdtempSync(join(tmpdir(), 'earshot-evidence-')); });
  afterEach(() => rmSync(evidence, { recursive: true }));

  it('gives taps that failed half-way a time of their own, and a settle time', async () => {
    const act = (): Promise<never> => Promise.reject(new Error('the second tap found nothing'));

    const { actions } = await observeWindow(aJourney({ act, landed: () => Promise.resolve(true) }), tools(evidence, []));

    const [action] = actions;
    assert.ok(action?.act !== undefined && action.settle !== undefined);
    assert.ok(action.settle.endMs > action.act.endMs);
    assert.equal(action.landed, false);
    assert.equal(action.failure, 'the second tap found nothing');
  });

  it('does not hold when the app could not be sent to the background', async () => {
    const { preconditions } = await observeWindow(aJourney(PERFORMED), tools(evidence, ['input keyevent 3']));

    assert.deepEqual(preconditions.filter(({ held }) => !held), [
      { name: 'drain', held: false, detail: 'SDKs may still hold events back: refused: input keyevent 3' },
    ]);
  });

  it('carries what preflight found to keep SDKs silent', async () => {
    const monkey = { name: 'no monkey', held: false, detail: 'monkey is running, expected not: SDKs keep silent then' };
    const working = tools(evidence, []);

    const { preconditions } = await observeWindow(aJourney(PERFORMED), { ...working, spec: { ...working.spec, silencing: [monkey] } });

    assert.deepEqual(preconditions.filter(({ held }) => !held), [monkey]);
  });

  it('holds on a phone that has no command to take a lock screen away', async () => {
    const { preconditions } = await observeWindow(aJourney(PERFORMED), tools(evidence, ['wm dismiss-keyguard']));

    assert.deepEqual(preconditions.filter(({ held }) => !held), []);
  });
});

const PERFORMED: Performance = { act: () => Promise.resolve(), landed: () => Promise.resolve(true) };

function aJourney(performance: Performance): PlannedJourney {
  return {
    title: 'a journey',
    packageName: 'com.example.app',
    actions: [{ name: 'taps', plan: { kind: 'action' } }],
    onPhone: () => ({ app: { open: () => Promise.resolve() }, perform: () => performance }),
  };
}

/** A phone whose shell knows the time and its proxy setting, and refuses some commands. */
function tools(evidence: string, refused: readonly string[]): WindowTools {
  const run = (command: string): Promise<string> => {
    if (refused.includes(command)) return Promise.reject(new Error(`refused: ${command}`));
    if (command.startsWith('date')) return Promise.resolve(`${(Date.now() / 1000).toFixed(0)}.000000000`);
    return Promise.resolve(command.startsWith('settings get') ? `${SETTING}\n` : '');
  };
  const parts = {
    spec: { spec: 'a/spec', timeScale: 0.001, silencing: [], phone: { id: 'phone' }, proxy: { setting: SETTING, caInstalled: true, caDetail: '' }, paths: { evidence } } as unknown as SpecRun,
    phone: {
      shell: { run, try: () => Promise.resolve({ exitCode: 1, stdout: '', stderr: '' }) },
      driver: { takeScreenshot: () => Promise.reject(new Error('no screen')) },
      takeSteps: () => [],
    },
    storage: {},
    ledger: { flows: () => [] },
    onAction: () => undefined,
  };
  return parts as unknown as WindowTools;
}
