import { encodeLogLine, formatLogLine, type LogModifiers } from '../../system/log-format.ts';
import type { LogLine } from '../../system/services.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';
import { userName } from '../tools/users.ts';
import { bufferSizes, bufferStatistics } from './logcat-buffers.ts';
import { isRead, isWanted, LogcatUsageError, readLogcatOptions, type LogcatOptions } from './logcat-options.ts';

/** `logcat`: what is in the buffers and, without `-d`, everything that comes. */
export const logcat: Program = (invocation) => {
  const { clock, logcat: store, properties } = invocation.phone.services;
  let options: LogcatOptions;
  try {
    options = readLogcatOptions(invocation.args, clock.now(), Number(properties.get('ro.build.version.sdk')));
  } catch (error) {
    if (!(error instanceof LogcatUsageError)) throw error;
    return print({ stdout: invocation.stderr }, `logcat: ${error.message}`, 255);
  }
  if (options.resizeKib !== undefined) {
    for (const name of options.buffers) invocation.phone.state.logBufferKib.set(name, options.resizeKib);
    return 0;
  }
  if (options.clear) {
    store.clear(options.buffers);
    return 0;
  }
  if (options.sizes) return print(invocation, bufferSizes(invocation, options.buffers));
  if (options.statistics) return print(invocation, bufferStatistics(store.lines(), options.buffers));
  return read(invocation, options);
};

function read(invocation: Invocation, options: LogcatOptions): number | Promise<number> {
  const printer = createPrinter(invocation, options);
  const handedOver = invocation.phone.services.logcat.lines().filter((line) => isRead(line, options));
  if (!options.dump && handedOver.length === 0) printer.heading(options.buffers[0] ?? 'main');
  for (const line of options.count === undefined ? handedOver : handedOver.slice(Math.max(0, handedOver.length - options.count))) {
    if (printer.isDone()) break;
    printer.line(line);
  }
  return options.dump || printer.isDone() ? 0 : followUntilEnd(invocation, options, printer);
}

interface Printer {
  /** Takes a line that logd handed over, and prints it if it is wanted. */
  line(line: LogLine): void;
  /** Nobody has to wait for the first line to know that logcat runs. */
  heading(buffer: string): void;
  /** As many lines were printed as `-m` allows. */
  isDone(): boolean;
}

function createPrinter(invocation: Invocation, options: LogcatOptions): Printer {
  const announced = new Set<string>();
  const modifiers = modifiersOf(invocation, options);
  let last: string | undefined;
  let printedCount = 0;
  const heading = (buffer: string): void => {
    if (!options.binary) print(invocation, `--------- ${announced.has(buffer) ? 'switch to' : 'beginning of'} ${buffer}\n`);
    announced.add(buffer);
    last = buffer;
  };
  return {
    heading,
    isDone: () => printedCount >= (options.maxPrinted ?? Number.POSITIVE_INFINITY),
    line(line) {
      // A buffer is announced by its first line, whether that line is printed or not.
      if (last !== line.buffer && (options.dividers || !announced.has(line.buffer))) heading(line.buffer);
      if (!isWanted(line, options)) return;
      printedCount += 1;
      if (options.binary) invocation.stdout.write(encodeLogLine(line, uidOf(invocation, line.pid)));
      else print(invocation, `${formatLogLine(line, options.format, modifiers)}\n`);
    },
  };
}

function modifiersOf(invocation: Invocation, { modifiers }: LogcatOptions): LogModifiers {
  const { clock } = invocation.phone.system;
  return {
    ...modifiers,
    bootedAtMs: clock.now() - clock.uptimeMs(),
    ownerOf: (pid) => {
      const uid = uidOf(invocation, pid);
      const name = userName(uid);
      return name.length <= 5 ? name : String(uid);
    },
  };
}

/** The system's own for processes that are gone. */
function uidOf(invocation: Invocation, pid: number): number {
  return invocation.phone.system.processes.byPid(pid)?.uid ?? 1000;
}

function followUntilEnd(invocation: Invocation, options: LogcatOptions, printer: Printer): Promise<number> {
  return new Promise((resolve) => {
    const stop = invocation.phone.services.logcat.follow((line) => {
      if (isRead(line, options)) printer.line(line);
      if (printer.isDone()) finish(0);
    }, () => {
      // AOSP 9, system/core/logcat/logcat.cpp: the reader ends when logd does.
      invocation.stderr.write('read: unexpected EOF!\n');
      resolve(1);
    });
    const finish = (code: number): void => {
      stop();
      resolve(code);
    };
    const hangUp = (): void => {
      finish(130);
    };
    invocation.signal.addEventListener('abort', hangUp, { once: true });
    invocation.stdout.onClosed(hangUp);
  });
}
