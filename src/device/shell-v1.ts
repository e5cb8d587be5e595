import type { ShellResult } from './shell-v2.ts';
import { shellQuote } from './shell-quote.ts';

const PIPE_OPEN_S = 5;

/**
 * The command wrapped for a phone without the shell protocol (Android 6 and older, some farm bridges): there a shell
 * gives one stream, no exit code, and CR LF at line ends. Standard error comes after the first mark, the exit code
 * after the second. Its standard input would be a terminal, so input comes by a pipe that stays open for some seconds.
 */
export function wrapForShellV1(command: string, mark: string, input?: string): string {
  const errors = `/data/local/tmp/${mark}`;
  const quoted = `sh -c ${shellQuote(command)} 2>${errors}`;
  const piped = input === undefined
    ? `${quoted} </dev/null`
    : `{ printf %s ${shellQuote(input)}; sleep ${PIPE_OPEN_S}; } | ${quoted}`;
  return `${piped}; c=$?; echo; echo ${mark}; cat ${errors}; `
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
