import { encodeLogLine, formatLogLine } from '../../system/log-format.ts';
import type { LogLine } from '../../system/services.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';
import { isWanted, LogcatUsageError, readLogcatOptions, type LogcatOptions } from './logcat-options.ts';

/** `logcat`: what is in the buffers and, without `-d`, everything that comes. */
export const logcat: Program = (invocation) => {
  let options: LogcatOptions;
  try {
    options = readLogcatOptions(invocation.args, invocation.phone.services.clock.now());
  } catch (error) {
    if (!(error instanceof LogcatUsageError)) throw error;
    return print({ stdout: invocation.stderr }, `logcat: ${error.message}`, 255);
  }
  const store = invocation.phone.services.logcat;
  if (options.clear) {
    store.clear();
    return 0;
  }
  if (options.sizes) {
    return print(invocation, options.buffers.map((name) => `${name}: ring buffer is 256Kb (1Kb consumed), max entry is 5120b, max payload is 4068b\n`).join(''));
  }
  const printer = createPrinter(invocation, options);
  const matching = store.lines().filter((line) => isWanted(line, options));
  if (!options.dump && matching.length === 0) printer.heading(options.buffers[0] ?? 'main');
  for (const line of options.count === undefined ? matching : matching.slice(matching.length - Math.min(options.count, matching.length))) printer.line(line);
  return options.dump ? 0 : followUntilEnd(invocation, options, printer);
};

interface Printer {
  line(line: LogLine): void;
  /** Nobody has to wait for the first line to know that logcat runs. */
  heading(buffer: string): void;
}

function createPrinter(invocation: Invocation, options: LogcatOptions): Printer {
  const announced = new Set<string>();
  let last: string | undefined;
  const heading = (buffer: string): void => {
    if (!options.binary) print(invocation, `--------- ${announced.has(buffer) ? 'switch to' : 'beginning of'} ${buffer}\n`);
    announced.add(buffer);
    last = buffer;
  };
  return {
    heading,
    line(line) {
      // Without -D only the first line of each buffer is announced.
      if (last !== line.buffer && !announced.has(line.buffer)) heading(line.buffer);
      if (options.binary) invocation.stdout.write(encodeLogLine(line));
      else print(invocation, `${formatLogLine(line, options.format, options.modifiers)}\n`);
    },
  };
}

function followUntilEnd(invocation: Invocation, options: LogcatOptions, printer: Printer): Promise<number> {
  return new Promise((resolve) => {
    const stop = invocation.phone.services.logcat.follow((line) => {
      if (isWanted(line, options)) printer.line(line);
    }, () => {
      // AOSP 9, system/core/logcat/logcat.cpp: the reader ends when logd does.
      invocation.stderr.write('read: unexpected EOF!\n');
      resolve(1);
    });
    const finish = (): void => {
      stop();
      resolve(130);
    };
    invocation.signal.addEventListener('abort', finish, { once: true });
    invocation.stdout.onClosed(finish);
  });
}
