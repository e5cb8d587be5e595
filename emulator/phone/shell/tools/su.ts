import { appCredential, ROOT, SHELL, type Credential } from '../../system/files/credential.ts';
import { fail, type Invocation, type Program } from '../process/invocation.ts';
import { userId } from './users.ts';

/**
 * `su` in the ways of Magisk (`su -c 'command'`, `su -mm -c …`, `su user -c …`) and of AOSP (`su 0 program args…`).
 * It is there only where the phone is rooted, and gives root to whoever may run it.
 */
export const su: Program = (invocation) => {
  const words = [...invocation.args];
  let command: string | undefined;
  let user: string | undefined;
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === '-c' || word === '--command') {
      // Magisk joins what follows.
      command = words.splice(0).join(' ');
    } else if (word === '-s' || word === '--shell' || word === '-t' || word === '-cn' || word === '-z' || word === '--context') words.shift();
    else if (word.startsWith('-')) continue;
    else {
      user = word;
      break;
    }
  }
  if (words[0] === '-c') {
    words.shift();
    command = words.splice(0).join(' ');
  }
  const uid = userId(user ?? 'root');
  if (uid === undefined) return fail(invocation, `invalid uid/gid '${user ?? ''}'`);
  const credential = credentialOf(uid);
  if (command === undefined && words.length > 0) return invocation.spawn(words, { credential });
  return asShell(invocation, credential, command ?? '');
};

function asShell(invocation: Invocation, credential: Credential, command: string): Promise<number> {
  const user = credential.uid === 0 ? 'root' : 'shell';
  return invocation.shell({
    credential, command, env: new Map([...invocation.env, ['USER', user], ['LOGNAME', user]]),
  });
}

function credentialOf(uid: number): Credential {
  if (uid === 0) return ROOT;
  return uid === SHELL.uid ? SHELL : appCredential(uid);
}
