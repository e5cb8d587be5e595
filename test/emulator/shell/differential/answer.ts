/** What a script gave: both streams as text and the exit code. */
export interface ScriptAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Replaces the folder a script ran in, which differs from run to run. */
export function withoutFolder(answer: ScriptAnswer, folder: string): ScriptAnswer {
  return { ...answer, stdout: answer.stdout.replaceAll(folder, '<folder>'), stderr: answer.stderr.replaceAll(folder, '<folder>') };
}

/**
 * The words of Debian's mksh (R59) as the mksh of Android 9 (R56) says them: later releases grade their messages
 * (`E:`, `W:`) and put some in another order; what is said, and when, is the same.
 */
export function inWordsOfAndroid(text: string): string {
  return text.split('\n').map((line) => line
    .replace(/^[EW]: /, '')
    .replace(/: inaccessible or not found$/, ': not found')
    .replace(/^([^:]*sh): (.*): open: (.*)$/, "$1: can't open $2: $3")
    .replace(/^([^:]*sh): (.*): create: (.*)$/, "$1: can't create $2: $3")
    .replace(/: read-only: (\S+)$/, ': $1: is read only')
    // Scripts name themselves; the shell goes by its path on Android whatever it was called by.
    .replace(/^sh: /, '/system/bin/sh: ')).join('\n');
}
