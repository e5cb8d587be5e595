import type { DeviceShell } from '../device/device-shell.ts';
import type { UndoJournal } from '../device/undo-journal.ts';
import type { CounterFailure, CounterReading } from '../flow/counters.ts';
import type { SpecRun } from '../flow/spec-run.ts';
import { hasFailed, readCounters, type SourceMemory } from '../witness/kernel/read-counters.ts';
import { startOracleCapture } from '../witness/oracle/capture.ts';
import { switchOnOracleLog } from '../witness/oracle/switch.ts';
import { startSocketSampling } from '../witness/sockets/sampling.ts';
import type { CounterWatch, WindowWitnesses } from './window-witnesses.ts';

/** What the witnesses of one spec on one phone work with. */
export interface WitnessTools {
  readonly spec: SpecRun;
  readonly shell: DeviceShell;
  readonly journal: UndoJournal;
  /** The package under test. */
  readonly packageName: string;
}

/** What apps hand their events over to (OneTrack SDK 2.0.4, public smali). */
const DELEGATE = 'com.miui.analytics';

/** From this version on com.miui.analytics takes events that apps hand over (OneTrack SDK 2.0.4, public smali). */
const TAKES_EVENTS_FROM = 2_020_062_900;

/** Its processes are the phone's own face; ending them to make an SDK read a property would be a fault of ours. */
const NEVER_STOPPED: readonly string[] = ['com.android.systemui'];

/**
 * The witnesses of a spec's windows: counters and socket tables always; the SDKs' log too, because switching it on begins
 * the app's processes anew, not in a brief run that does not require it.
 */
export function phoneWitnesses(tools: WitnessTools): WindowWitnesses {
  const { spec, shell } = tools;
  const memory: SourceMemory = {};
  const proxyPort = Number(spec.proxy.setting.split(':')[1]);
  return {
    counters: () => counterWatch(shell, memory, spec.counterModel),
    startSockets: (round) => startSocketSampling({ shell, folder: spec.paths.evidence, file: fileOf('sockets.ndjson', round), proxyPort }),
    ...(hearsOracle(tools) ? { startOracle: (round: number) => startOracle(tools, round) } : {}),
  };
}

function counterWatch(shell: DeviceShell, memory: SourceMemory, model: SpecRun['counterModel']): CounterWatch {
  const readings: (CounterReading | CounterFailure)[] = [];
  return {
    read: async () => {
      const reading = await readCounters(shell, memory);
      // A phone that went away answers nobody: one failure after another says no more than one.
      if (hasFailed(reading) && readings.length > 0 && readings.slice(-1).every(hasFailed)) return;
      readings.push(reading);
    },
    record: () => ({ ...('failed' in model ? {} : { model }), readings }),
  };
}

function hearsOracle({ spec, packageName }: WitnessTools): boolean {
  if (spec.requiredWitnesses.includes('oracle')) return true;
  return spec.brief === undefined && !NEVER_STOPPED.includes(packageName);
}

async function startOracle({ spec, shell, journal, packageName }: WitnessTools, round: number) {
  const delegates = Number(spec.phone.packages[DELEGATE]?.versionCode ?? 0) >= TAKES_EVENTS_FROM ? [DELEGATE] : [];
  const capture = await startOracleCapture({ shell, folder: spec.paths.evidence, file: fileOf('oracle.log', round), packages: [...delegates, packageName] });
  await switchOnOracleLog({ shell, journal, capture, app: packageName, delegates });
  return { stop: () => capture.stop() };
}

/** `sockets.ndjson`, of later rounds `sockets-2.ndjson`. */
function fileOf(name: string, round: number): string {
  return round === 1 ? name : name.replace(/(\.\w+)$/, `-${round}$1`);
}
