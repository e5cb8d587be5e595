import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parsePackageDump } from '../../src/device/package-list.ts';
import type { CounterFailure, CounterReading } from '../../src/flow/counters.ts';
import { drain, usableTriggers, type BarrierTools } from '../../src/run/barrier.ts';
import { randomToken } from '../../src/run/random-token.ts';
import { budgetsOf } from '../../src/silence/bypass-budget.ts';
import { findBypass, type BypassReport } from '../../src/silence/bypass.ts';
import { loadRegister } from '../../src/silence/register.ts';
import { measureCounterModel } from '../../src/witness/kernel/measure-counter-model.ts';
import { readCounters, type SourceMemory } from '../../src/witness/kernel/read-counters.ts';
import { startSocketSampling } from '../../src/witness/sockets/sampling.ts';
import { readSocketWatch } from '../../src/witness/sockets/watch-file.ts';
import type { CountingPhone } from '../witness/kernel/phones.ts';
import { aPhone } from './factories.ts';

const PUSH = 'com.xiaomi.xmsf';
const SYSTEM_UID = 1000;

/** One idle window, as the runner divides it: barrier, turns of a tap on nothing, barrier after each few. */
export interface Soak {
  readonly settleMs: number;
  readonly turns: number;
  readonly turnsAStretch: number;
}

/** Lets a phone idle for a window with every flush trigger, reading its counters wherever the runner does. */
export async function soak(phone: CountingPhone, { settleMs, turns, turnsAStretch }: Soak): Promise<BypassReport> {
  const { shell, setting, recorder } = phone;
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-soak-'));
  try {
    const memory: SourceMemory = {};
    const model = await measureCounterModel(shell, { setting, tokens: [randomToken(), randomToken()], memory });
    if ('failed' in model) throw new Error(model.failed);
    const pushUid = parsePackageDump(await shell.run(`dumpsys package ${PUSH}`), PUSH)?.uid;
    const { triggers } = await usableTriggers(shell, aPhone({ serial: shell.serial }));
    const barrier: BarrierTools = { shell, ledger: { flows: () => [] }, triggers, undoFolder: folder };
    const sampling = await startSocketSampling({ shell, folder, file: 'sockets.ndjson', proxyPort: Number(setting.split(':')[1]) });
    const readings: (CounterReading | CounterFailure)[] = [];
    const read = async (): Promise<void> => void readings.push(await readCounters(shell, memory));
    await read();
    await drain(barrier, settleMs);
    for (let turn = 1; turn <= turns; turn += 1) {
      await delay(settleMs);
      await read();
      await shell.run('input tap 540 60');
      await delay(settleMs);
      await read();
      if (turn % turnsAStretch !== 0) continue;
      await drain(barrier, settleMs);
      await read();
    }
    await read();
    await sampling.stop();
    const sockets = readSocketWatch(path.join(folder, 'sockets.ndjson'));
    const budgets = budgetsOf(loadRegister(), { android: SYSTEM_UID, ...(pushUid === undefined ? {} : { [PUSH]: pushUid }) }, { onDay: '2026-11-21' });
    return findBypass({ model, readings }, { uids: { group: [] }, wire: [recorder], budgets, sockets });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
