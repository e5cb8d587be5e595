import assert from 'node:assert/strict';
import type { Flow } from '../../src/flow/flow.ts';
import { waitForQuiet } from '../../src/run/quiet.ts';

function aFlow(times: { readonly startMs: number; readonly endMs?: number }): Flow {
  return { id: 'f000001', device: 'd', kind: 'http', state: 'complete', host: 'h', port: 80, secure: false, recorder: 'r', ...times };
}

describe('waitForQuiet', () => {
  it('returns once the quiet time has passed since the action', async () => {
    const sinceMs = Date.now();

    const endMs = await waitForQuiet({ flows: () => [] }, { sinceMs, quietMs: 60, limitMs: 5_000 });

    assert.ok(endMs - sinceMs >= 60);
  });

  it('starts anew when something happens on the wire', async () => {
    const sinceMs = Date.now();
    const arrivesMs = sinceMs + 80;
    const flows = (): readonly Flow[] => (Date.now() >= arrivesMs ? [aFlow({ startMs: arrivesMs, endMs: arrivesMs })] : []);

    const endMs = await waitForQuiet({ flows }, { sinceMs, quietMs: 120, limitMs: 5_000 });

    assert.ok(endMs - arrivesMs >= 120);
  });

  it('gives up at the limit on a phone that never stops talking', async () => {
    const sinceMs = Date.now();
    const flows = (): readonly Flow[] => [aFlow({ startMs: Date.now() })];

    const endMs = await waitForQuiet({ flows }, { sinceMs, quietMs: 60, limitMs: 200 });

    assert.ok(endMs - sinceMs >= 200);
  });
});
