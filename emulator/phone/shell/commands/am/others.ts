import { orAborted, print, type Program } from '../../process/invocation.ts';
import { allProcesses } from '../../tools/processes.ts';
import { shortComponent } from './intent.ts';

/** `am stack list`: the one task that is in front. */
export const stack: Program = (invocation) => {
  const [verb] = invocation.args;
  if (verb !== 'list') return print({ stdout: invocation.stderr }, `Error: unknown command '${verb ?? ''}'\n`, 255);
  const { activities, display } = invocation.phone.services;
  const { packageName, activity } = activities.focused();
  const bounds = `[0,0][${display.widthPx},${display.heightPx}]`;
  return print(invocation, `Stack id=1 bounds=${bounds} displayId=0 userId=0\n  taskId=12: ${shortComponent(`${packageName}/${activity}`)} bounds=${bounds} userId=0 visible=true topActivity=ComponentInfo{${packageName}/${activity}}\n`);
};

const LEVELS: ReadonlySet<string> = new Set(['HIDDEN', 'RUNNING_MODERATE', 'BACKGROUND', 'RUNNING_LOW', 'MODERATE', 'RUNNING_CRITICAL', 'COMPLETE']);

/** `am send-trim-memory process level`. */
export const sendTrimMemory: Program = (invocation) => {
  const [name = '', level = ''] = invocation.args.filter((word, index, words) => word !== '--user' && words[index - 1] !== '--user');
  const complain = (text: string): number => print({ stdout: invocation.stderr }, `${text}\n`, 255);
  if (!LEVELS.has(level) && !/^\d+$/.test(level)) return complain(`Error: Unknown level option: ${level}`);
  const isRunning = allProcesses(invocation).some((process) => process.name === name || String(process.pid) === name);
  return isRunning ? 0 : complain(`Error: Unknown process: ${name}`);
};

/** `am monitor`: waits for crashes and ANRs until it is told to quit. */
export const monitor: Program = async (invocation) => {
  print(invocation, 'Monitoring activity manager...  available commands:\n(q)uit: finish monitoring\n');
  for (;;) {
    const chunk = await orAborted(invocation.stdin.read(), invocation.signal);
    if (chunk === undefined || /^q/m.test(chunk.toString())) return 0;
  }
};
