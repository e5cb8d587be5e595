import assert from 'node:assert/strict';
import type { DeviceShell } from '../../src/device/device-shell.ts';
import { deleteMessages, putMessage } from '../../src/device/inbox.ts';

/** A shell that writes down what it was asked, and answers queries. */
function aShell(found: string): { readonly shell: DeviceShell; readonly asked: readonly string[] } {
  const asked: string[] = [];
  const run = (command: string): Promise<string> => {
    asked.push(command);
    return Promise.resolve(command.startsWith('content query') ? found : '');
  };
  const never = (): never => { throw new Error('not asked for here'); };
  return { shell: { serial: 's', run, try: never, stream: never, push: never }, asked };
}

describe('a message laid into the inbox', () => {
  it('is written with the app op allowed for that moment only', async () => {
    const { shell, asked } = aShell('Row: 0 address=zq7xa\n');
    await putMessage(shell, { from: 'zq7xa', text: 'it is "ten" o\'clock' });

    assert.match(asked[0] ?? '', /^appops set com\.android\.shell WRITE_SMS allow$/);
    assert.match(asked[1] ?? '', /^content insert --uri content:\/\/sms\/inbox --bind '?address:s:zq7xa'? /);
    assert.match(asked[2] ?? '', /^appops set com\.android\.shell WRITE_SMS default$/);
  });

  it('is a failure where the phone dropped it without a word', async () => {
    const { shell } = aShell('No result found.\n');

    await assert.rejects(putMessage(shell, { from: 'zq7xa', text: 'hello' }), /found "No result found\." there, expected the message/);
  });

  it('is taken away by its sender', async () => {
    const { shell, asked } = aShell('');
    await deleteMessages(shell, 'zq7xa');

    assert.ok(asked.some((command) => command.startsWith('content delete --uri content://sms --where') && command.includes('zq7xa')));
  });
});
