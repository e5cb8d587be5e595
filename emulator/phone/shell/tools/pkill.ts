import { fail, type Program } from '../process/invocation.ts';
import { allProcesses } from './processes.ts';

/** toybox `pkill [-signal] [-f] [-x] pattern`: by way of `kill`, one process after the other. */
export const pkill: Program = async (invocation) => {
  const signals = invocation.args.filter((word) => /^-(\d+|[A-Z]+\d?)$/.test(word) || word.startsWith('-l'));
  const [pattern] = invocation.args.filter((word) => !word.startsWith('-'));
  if (pattern === undefined) return fail(invocation, 'Needs 1 argument (see "pkill --help")');
  const expression = new RegExp(invocation.args.includes('-x') ? `^(?:${pattern})$` : pattern);
  const found = allProcesses(invocation).filter(({ name, pid }) => expression.test(name) && pid !== invocation.pid);
  let exitCode = found.length === 0 ? 1 : 0;
  for (const { pid } of found) exitCode = Math.max(exitCode, await invocation.spawn(['kill', ...signals, String(pid)]));
  return exitCode;
};

/** toybox `killall [-signal] name…`. */
export const killall: Program = async (invocation) => {
  const signals = invocation.args.filter((word) => word.startsWith('-'));
  let exitCode = 0;
  for (const name of invocation.args.filter((word) => !word.startsWith('-'))) {
    const found = allProcesses(invocation).filter((process) => process.name === name);
    if (found.length === 0) exitCode = fail(invocation, `${name}: No such process`);
    for (const { pid } of found) exitCode = Math.max(exitCode, await invocation.spawn(['kill', ...signals, String(pid)]));
  }
  return exitCode;
};
