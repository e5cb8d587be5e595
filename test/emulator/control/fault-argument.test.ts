import assert from 'node:assert/strict';
import { parseFaultArgument } from '../../../emulator/control/fault-argument.ts';
import { Refusal } from '../../../emulator/control/refusal.ts';

describe('a fault on the command line', () => {
  for (const [text, expected] of [
    ['reverse-lost', { fault: 'reverse-lost', parameters: {}, afterMs: 0 }],
    ['cable-drop:forMs=3000@5000', { fault: 'cable-drop', parameters: { forMs: 3000 }, afterMs: 5000 }],
    ['slow-link:latencyMs=20,lossPercent=1.5', { fault: 'slow-link', parameters: { latencyMs: 20, bytesPerSecond: 0, lossPercent: 1.5 }, afterMs: 0 }],
    ['clock-jump:byMs=-60000', { fault: 'clock-jump', parameters: { byMs: -60_000 }, afterMs: 0 }],
    ['app-crash:package=com.miui.player@10', { fault: 'app-crash', parameters: { package: 'com.miui.player' }, afterMs: 10 }],
    ['adbd-death', { fault: 'adbd-death', parameters: { forMs: 5000 }, afterMs: 0 }],
  ] as const) {
    it(`reads ${text}`, () => {
      assert.deepEqual(parseFaultArgument(text), expected);
    });
  }

  for (const [text, found] of [
    ['', 'expected name[:key=value,…][@afterMs]'],
    ['flood', 'found "flood", expected one of cable-drop, slow-link'],
    ['cable-drop:forMs', 'found "forMs", expected key=value'],
    ['cable-drop:forMs=soon', 'fault "cable-drop": parameter "forMs"'],
    ['cable-drop:forMs=-1', 'fault "cable-drop": parameter "forMs"'],
    ['reverse-lost:forMs=5', 'fault "reverse-lost": parameter "forMs"'],
    ['slow-link:lossPercent=100', 'parameter "lossPercent"'],
    ['low-battery:level=0', 'parameter "level"'],
  ] as const) {
    it(`says what is wrong with "${text}"`, () => {
      assert.throws(() => parseFaultArgument(text), (error) => error instanceof Refusal && error.status === 400 && error.message.includes(found));
    });
  }
});
