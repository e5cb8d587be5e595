import { join } from 'node:path';
import type { Recheck } from '../../src/device/preflight/recheck.ts';
import type { SpecRun } from '../../src/flow/spec-run.ts';
import type { WindowTools } from '../../src/run/observe-window.ts';
import type { Performance, PlannedJourney } from '../../src/run/planned-journey.ts';

const SETTING = '127.0.0.1:28080';

/** An action that lands. */
export const PERFORMED: Performance = { act: () => Promise.resolve(), landed: () => Promise.resolve(true) };

/** A journey of these actions: "touches" is its sham, "opens" its control. */
export function aJourney(performance: Performance, names: readonly string[] = ['taps']): PlannedJourney {
  const kinds = new Map([['touches', 'sham' as const], ['opens', 'control' as const]]);
  return {
    title: 'a journey',
    packageName: 'com.example.app',
    actions: names.map((name) => ({ name, plan: { kind: kinds.get(name) ?? ('action' as const) } })),
    onPhone: () => ({ app: { packageName: 'com.example.app', open: () => Promise.resolve() }, perform: () => performance }),
  };
}

/** What windows are observed with on a phone whose shell knows the time and its proxy setting, and refuses some commands. */
export function tools(evidence: string, refused: readonly string[] = [], serial = '0123456789'): WindowTools {
  let isAwake = true;
  let isWifiOn = true;
  const run = (command: string): Promise<string> => {
    if (refused.includes(command)) return Promise.reject(new Error(`refused: ${command}`));
    if (command === 'input keyevent 223' || command === 'input keyevent 224') isAwake = command.endsWith('4');
    if (command.startsWith('svc wifi')) isWifiOn = command.endsWith('enable');
    if (command === 'dumpsys power') return Promise.resolve(`mWakefulness=${isAwake ? 'Awake' : 'Asleep'}\n`);
    if (command.startsWith('settings get global wifi_on')) return Promise.resolve(isWifiOn ? '1\nActive default network: 100\n' : '0\nActive default network: none\n');
    if (command.startsWith('date')) return Promise.resolve(`${(Date.now() / 1000).toFixed(0)}.000000000`);
    return Promise.resolve(command.startsWith('settings get') ? `${SETTING}\n` : '');
  };
  const shell = { run, try: () => Promise.resolve({ exitCode: 1, stdout: '', stderr: '' }) };
  const steady: Recheck = { preconditions: [], clockOffsetMs: 0, clockLooseMs: 5 };
  const parts = {
    shell,
    recheck: () => Promise.resolve(steady),
    spec: { spec: 'a/spec', timeScale: 0.001, silencing: [], phone: { id: 'phone', kind: 'usb', serial }, proxy: { setting: SETTING, caInstalled: true, caDetail: '' }, paths: { evidence, undo: join(evidence, 'undo') } } as unknown as SpecRun,
    phone: {
      shell,
      driver: { takeScreenshot: () => Promise.reject(new Error('no screen')) },
      takeSteps: () => [],
    },
    storage: {},
    ledger: { flows: () => [] },
    onAction: () => undefined,
  };
  return parts as unknown as WindowTools;
}
