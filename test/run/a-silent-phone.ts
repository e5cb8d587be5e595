import { join } from 'node:path';
import type { Recheck } from '../../src/device/preflight/recheck.ts';
import type { Step } from '../../src/flow/window.ts';
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
    onPhone: ({ phone }) => ({ app: { packageName: 'com.example.app', open: () => phone.driver.execute('mobile: activateApp', { appId: 'com.example.app' }) }, perform: () => performance }),
  };
}

/** What windows are observed with on a phone whose shell knows the time and its proxy setting, and refuses some commands. */
export function tools(evidence: string, refused: readonly string[] = [], serial = '0123456789'): WindowTools {
  let isAwake = true;
  let isWifiOn = true;
  let inFront = 'com.example.app';
  const steps: Step[] = [];
  const run = (command: string): Promise<string> => {
    if (refused.includes(command)) return Promise.reject(new Error(`refused: ${command}`));
    if (command === 'input keyevent 223' || command === 'input keyevent 224') isAwake = command.endsWith('4');
    if (command === 'input keyevent 3') inFront = 'com.miui.home';
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
      driver: {
        takeScreenshot: () => Promise.reject(new Error('no screen')),
        getCurrentPackage: () => Promise.resolve(inFront),
        execute: (_command: string, { appId }: { readonly appId: string }) => Promise.resolve((inFront = appId)),
      },
      act: (title: string, gesture: () => Promise<unknown>) => gesture().then(() => steps.push({ title, startMs: Date.now(), endMs: Date.now() })),
      takeSteps: () => steps.splice(0),
    },
    storage: {},
    ledger: { flows: () => [] },
    onAction: () => undefined,
  };
  return parts as unknown as WindowTools;
}
