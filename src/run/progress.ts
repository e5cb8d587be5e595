import type { SpecProgress } from '../flow/spec-run.ts';

/** Where a run tells a person how far it is: one line an event. */
export interface Progress {
  /** Something about the whole run. */
  say(message: string): void;
  /** Something about one phone. */
  phone(device: string, message: string): void;
}

const NAME_WIDTH = 22;

/** Lines with the time since the start, to a stream; right without colour. */
export function lineProgress(out: { write(text: string): unknown }, startMs: number): Progress {
  const line = (who: string, message: string): void => {
    const seconds = ((Date.now() - startMs) / 1000).toFixed(1).padStart(6);
    out.write(`${seconds} s  ${who.padEnd(NAME_WIDTH)}  ${message}\n`);
  };
  return { say: (message) => line('', message), phone: line };
}

/** One line for what a spec process reports. */
export function describeProgress(spec: string, progress: SpecProgress): string {
  switch (progress.type) {
    case 'journey':
      return `${spec}: ${progress.journey}, ${progress.actions} actions`;
    case 'window':
      return `${spec}: window ${progress.round}: listens ${progress.because.at(-1) ?? ''}`;
    case 'action':
      return `${spec}: ${String(progress.index + 1).padStart(2)}. ${progress.action} …`;
    case 'round':
      if (progress.isApart) return `${spec}: window ${progress.round}, to tell ${progress.actions} actions apart from what prepares them`;
      return `${spec}: window ${progress.round}, to tell ${progress.actions} actions apart: ${progress.blocks} stretches`;
    case 'repetition':
      return `${spec}: every action against the sham, ${progress.number} of ${progress.of}`;
    case 'judged':
      return `${spec}:   ${progress.verdict.padEnd(12)}  ${progress.action}${progress.detail === '' ? '' : `  (${progress.detail})`}`;
  }
}
