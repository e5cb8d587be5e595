import type { LogLine } from '../../system/services.ts';
import type { Invocation } from '../process/invocation.ts';

const DEFAULT_KIB = 256;
/** `LOGGER_ENTRY_MAX_LEN` and what its header leaves of it. */
const MAX_ENTRY_BYTES = 5120;
const MAX_PAYLOAD_BYTES = 4068;

/** `logcat -g`: how large each ring buffer is and how much of it is taken, in the words of the Android version. */
export function bufferSizes({ phone }: Invocation, buffers: readonly LogLine['buffer'][]): string {
  const apiLevel = Number(phone.system.properties.get('ro.build.version.sdk'));
  return buffers.map((name) => {
    const sizeKib = phone.state.logBufferKib.get(name) ?? DEFAULT_KIB;
    const takenKib = Math.min(sizeKib, Math.ceil(bytesOf(phone.services.logcat.lines(), name) / 1024));
    const [size, taken] = [amount(sizeKib, apiLevel), amount(takenKib, apiLevel)];
    const byte = apiLevel >= 29 ? ' B' : 'b';
    return `${name}: ring buffer is ${size} (${taken} consumed), max entry is ${MAX_ENTRY_BYTES}${byte}, max payload is ${MAX_PAYLOAD_BYTES}${byte}\n`;
  }).join('');
}

/** `logcat -S`: bytes and lines of each buffer. logd tells of processes and tags too; this one does not. */
export function bufferStatistics(lines: readonly LogLine[], buffers: readonly LogLine['buffer'][]): string {
  const cells = buffers.map((name) => `${bytesOf(lines, name)}/${lines.filter((line) => line.buffer === name).length}`);
  const total = `${buffers.reduce((sum, name) => sum + bytesOf(lines, name), 0)}/${lines.filter((line) => buffers.includes(line.buffer)).length}`;
  const row = (title: string, words: readonly string[]): string => `${title.padEnd(9)}${words.map((word) => word.padEnd(19)).join('')}`.trimEnd();
  return `${[row('size/num', [...buffers, 'Total']), row('Total', [...cells, total]), row('Now', [...cells, total])].join('\n')}\n`;
}

function bytesOf(lines: readonly LogLine[], buffer: LogLine['buffer']): number {
  let bytes = 0;
  for (const line of lines) if (line.buffer === buffer) bytes += Buffer.byteLength(line.tag) + Buffer.byteLength(line.message) + 3;
  return bytes;
}

/** `256Kb`, since Android 10 `256 KiB`. */
function amount(kib: number, apiLevel: number): string {
  const [value, unit] = kib >= 1024 && kib % 1024 === 0 ? [kib / 1024, 'M'] : [kib, 'K'];
  return apiLevel >= 29 ? `${value} ${unit}iB` : `${value}${unit}b`;
}
