import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceShell } from '../../src/device/device-shell.ts';
import { leftJournals } from '../../src/device/left-journals.ts';
import type { ConsentSetup } from '../../src/flow/consent.ts';
import type { SpecRun } from '../../src/flow/spec-run.ts';
import { beginConsent } from '../../src/run/begin-consent.ts';

const MUSIC = 'com.miui.player';

describe('the consent setup of a piece of work', () => {
  let undo: string;
  beforeEach(() => void (undo = mkdtempSync(join(tmpdir(), 'earshot-begin-consent-'))));
  afterEach(() => rmSync(undo, { recursive: true }));

  /** A phone whose owner joined the program and has personalised ads; it does what it is told. */
  function aPhone(): { readonly shell: DeviceShell; readonly cleared: string[] } {
    const cleared: string[] = [];
    const answer = (command: string): string => {
      if (command.startsWith('pm clear ')) {
        cleared.push(command.slice('pm clear '.length));
        return 'Success\n';
      }
      return command.startsWith('settings get') ? '1\n' : '';
    };
    const shell = { serial: 'serial', run: (command: string) => Promise.resolve(answer(command)), try: (command: string) => Promise.resolve({ exitCode: 0, stdout: answer(command), stderr: '' }) };
    return { shell: shell as unknown as DeviceShell, cleared };
  }

  const aPiece = (consent: ConsentSetup): SpecRun => ({ consent, package: MUSIC, phone: { serial: 'serial' }, adb: { port: 1 }, paths: { undo } }) as unknown as SpecRun;

  it('clears the data of an app that is to be declined at once', async () => {
    const { shell, cleared } = aPhone();

    await beginConsent(aPiece('declined'), shell);

    assert.deepEqual(cleared, [MUSIC]);
  });

  it('leaves it to the spec to clear the data half-way, and has an app that asked before ask again', async () => {
    const { shell, cleared } = aPhone();

    const consent = await beginConsent(aPiece('cleared'), shell);
    assert.deepEqual(cleared, []);
    consent.onAgreement?.(MUSIC);
    // A run that is killed now leaves word of it for the next one.
    assert.deepEqual(leftJournals(undo).flatMap(({ changes }) => changes), [{ kind: 'agreement', package: MUSIC }]);
    await consent.putBack();

    assert.deepEqual(cleared, [MUSIC]);
    assert.deepEqual(leftJournals(undo), []);
  });

  it('clears nothing more where the app had been agreed to', async () => {
    const { shell, cleared } = aPhone();

    await (await beginConsent(aPiece('cleared'), shell)).putBack();

    assert.deepEqual(cleared, []);
  });

  for (const setup of ['as-found', 'accepted', 'program-off', 'ads-off'] as const) {
    it(`never clears data where it is ${setup}`, async () => {
      const { shell, cleared } = aPhone();

      const consent = await beginConsent(aPiece(setup), shell);
      await consent.putBack();

      assert.deepEqual([consent.onAgreement, cleared], [undefined, []]);
    });
  }
});
