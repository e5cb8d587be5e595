import type { ShellResult } from './shell-v2.ts';
import { shellQuote } from './shell-quote.ts';

/**
 * The command wrapped for a phone without the shell protocol (Android 6 and older, some farm bridges): there a shell
 * gives one stream, no exit code, and CR LF at line ends. Standard error comes after the first mark, the exit code
 * after the second.
 */
export function wrapForShellV1(command: string, mark: string): string {
  const errors = `/data/local/tmp/${mark}`;
  return `sh -c ${shellQuote(command)} 2>${errors} </dev/null; c=$?; echo; echo ${mark}; cat ${errors}; `
    + `rm -f ${errors}; echo; echo ${mark} $c`;
}

/** What the wrapped command left behind; undefined when the marks are not there, as after a lost connection. */
export function parseShellV1(output: string, mark: string): ShellResult | undefined {
  const text = output.replaceAll('\r\n', '\n');
  const first = text.indexOf(`\n${mark}\n`);
  const last = new RegExp(String.raw`\n${mark} (\d+)\n?$`).exec(text);
  if (first < 0 || last === null) return undefined;
  return {
    exitCode: Number(last[1]),
    stdout: text.slice(0, first),
    stderr: text.slice(first + mark.length + 2, last.index),
  };
}
