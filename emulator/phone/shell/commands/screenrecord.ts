import { errorText } from '../../system/files/file-error.ts';
import { recordScreen } from '../../ui/record/screen-recorder.ts';
import { print, type Invocation, type Program } from '../process/invocation.ts';

const MOST_SECONDS = 180;
const BIT_RATES = { least: 100_000, most: 200_000_000 } as const;

const USAGE = `Usage: screenrecord [options] <filename>

Android screenrecord v1.2.  Records the device's display to a .mp4 file.

Options:
--size WIDTHxHEIGHT
    Set the video size, e.g. "1280x720".  Default is the device's main
    display resolution (if supported), 1280x720 if not.  For best results,
    use a size supported by the AVC encoder.
--bit-rate RATE
    Set the video bit rate, in bits per second.  Value may be specified as
    bits or megabits, e.g. '4000000' is equivalent to '4M'.  Default 20Mbps.
--bugreport
    Add additional information, such as a timestamp overlay, that is helpful
    in videos captured to illustrate bugs.
--time-limit TIME
    Set the maximum recording time, in seconds.  Default / maximum is 180.
--verbose
    Display interesting information on stdout.
--help
    Show this message.

Recording continues until Ctrl-C is hit or the time limit is reached.

`;

/** What `screenrecord` was asked for. */
interface Request {
  readonly file: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly bitRate?: number;
  readonly seconds: number;
  readonly bugreport: boolean;
  readonly verbose: boolean;
}

/** `screenrecord [--size WxH] [--bit-rate n] [--time-limit s] [--bugreport] file`: an MP4 of what is on the glass. */
export const screenrecord: Program = async (invocation) => {
  if (invocation.args.includes('--help')) return print({ stdout: invocation.stderr }, USAGE);
  const request = read(invocation.args);
  if (typeof request === 'string') return print({ stdout: invocation.stderr }, `${request}\n`, 2);
  try {
    // The file is there from the first moment, as whoever waits for it expects.
    await invocation.files.writeFile(pathOf(invocation, request), '');
  } catch (error) {
    return print({ stdout: invocation.stderr }, `Unable to open '${request.file}': ${errorText(error)}\n`, 1);
  }
  return record(invocation, request);
};

async function record(invocation: Invocation, request: Request): Promise<number> {
  const { display, clock } = invocation.phone.services;
  const size = evenSize(request.size ?? { width: display.widthPx, height: display.heightPx });
  const stopped = awaitEnd(invocation, request.seconds * 1000);
  const recording = recordScreen(display, {
    ...size,
    ...(request.bitRate === undefined ? {} : { bitRate: request.bitRate }),
    ...(request.bugreport ? { overlay: () => [new Date(clock.now()).toISOString()] } : {}),
  });
  if (request.verbose) print(invocation, `Main display is ${display.widthPx}x${display.heightPx} @60.00fps (orientation=${display.rotation()})\nConfiguring recorder for ${size.width}x${size.height} video/avc at ${((request.bitRate ?? 20_000_000) / 1_000_000).toFixed(2)}Mbps\n`);
  const pid = await stopped.promise;
  await invocation.files.writeFile(pathOf(invocation, request), await recording.finish());
  invocation.phone.system.processes.end(pid);
  return 0;
}

/** The time is up, somebody sent SIGINT or SIGTERM, or the shell it ran in went away: each ends the recording in good order. */
function awaitEnd(invocation: Invocation, limitMs: number): { readonly promise: Promise<number> } {
  const { processes } = invocation.phone.system;
  let resolve: (pid: number) => void = () => undefined;
  const promise = new Promise<number>((settle) => {
    resolve = settle;
  });
  const { pid } = processes.start('screenrecord', invocation.credential.uid, {
    ppid: invocation.pid,
    // It is listed until its file is whole: whoever stops it waits for that.
    onSignal: () => {
      resolve(pid);
      return true;
    },
  });
  const timer = setTimeout(() => {
    resolve(pid);
  }, limitMs);
  timer.unref();
  invocation.signal.addEventListener('abort', () => {
    resolve(pid);
  }, { once: true });
  void promise.then(() => {
    clearTimeout(timer);
  });
  return { promise };
}

function pathOf(invocation: Invocation, request: Request): string {
  return invocation.files.resolvePath(invocation.cwd, request.file);
}

/** H.264 halves the colour in both directions. */
function evenSize({ width, height }: { readonly width: number; readonly height: number }): { readonly width: number; readonly height: number } {
  return { width: width & ~1, height: height & ~1 };
}

/** The request, or what is wrong with it. */
function read(args: readonly string[]): Request | string {
  const words = [...args];
  let request: Omit<Request, 'file'> = { seconds: MOST_SECONDS, bugreport: false, verbose: false };
  let file: string | undefined;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [option = '', joined] = word.startsWith('--') ? word.split('=', 2) : [word];
    const value = (): string => joined ?? words.shift() ?? '';
    if (option === '--bugreport') request = { ...request, bugreport: true };
    else if (option === '--verbose') request = { ...request, verbose: true };
    else if (option === '--size' || option === '--bit-rate' || option === '--time-limit') {
      const changed = withValue(request, option, value());
      if (typeof changed === 'string') return changed;
      request = changed;
    } else if (option.startsWith('-')) return `screenrecord: unrecognized option '${option}'`;
    else file = word;
  }
  return file === undefined ? 'Must specify output file (see --help).' : { ...request, file };
}

function withValue(request: Omit<Request, 'file'>, option: '--size' | '--bit-rate' | '--time-limit', value: string): Omit<Request, 'file'> | string {
  if (option === '--size') {
    const [, width = '0', height = '0'] = /^(\d+)x(\d+)$/u.exec(value) ?? [];
    if (width === '0' || height === '0') return `Invalid size '${value}', must be width x height`;
    return { ...request, size: { width: Number(width), height: Number(height) } };
  }
  if (option === '--bit-rate') {
    const bitRate = Number(value.replace(/[mM]$/u, '')) * (/[mM]$/u.test(value) ? 1_000_000 : 1);
    if (!(bitRate >= BIT_RATES.least && bitRate <= BIT_RATES.most)) return `Bit rate ${bitRate}bps outside acceptable range [${BIT_RATES.least},${BIT_RATES.most}]`;
    return { ...request, bitRate };
  }
  const seconds = Number(value);
  if (!(seconds >= 1 && seconds <= MOST_SECONDS)) return `Time limit ${value}s outside acceptable range [1,${MOST_SECONDS}]`;
  return { ...request, seconds };
}
