import type { LogLevel } from '../../system/services.ts';
import { print, type Program } from '../process/invocation.ts';

/** `log [-p level] [-t tag] message…`. */
export const log: Program = (invocation) => {
  let level: LogLevel = 'I';
  let tag = 'log';
  const words = [...invocation.args];
  while (words[0]?.startsWith('-') === true) {
    const option = words.shift();
    if (option === '-p') level = levelOf(words.shift());
    else if (option === '-t') tag = words.shift() ?? tag;
    else return print({ stdout: invocation.stderr }, 'USAGE: log [-p priorityChar] [-t tag] message\n', 1);
  }
  // Up to Android 6 each word has a blank behind it, the last one too.
  const apiLevel = Number(invocation.phone.system.properties.get('ro.build.version.sdk'));
  const message = apiLevel < 24 ? words.map((word) => `${word} `).join('') : words.join(' ');
  invocation.phone.services.logcat.write({ level, tag, message, pid: invocation.pid, tid: invocation.pid });
  return 0;
};

function levelOf(text: string | undefined): LogLevel {
  switch ((text ?? '').toUpperCase()) {
    case 'V': return 'V';
    case 'D': return 'D';
    case 'W': return 'W';
    case 'E': return 'E';
    case 'F': return 'F';
    default: return 'I';
  }
}
