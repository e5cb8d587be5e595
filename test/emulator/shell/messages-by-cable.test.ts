import assert from 'node:assert/strict';
import { aPackage, aPhone, run } from './a-phone.ts';

const INSERT = "content insert --uri content://sms/inbox --bind 'address:s:BANK' --bind 'body:s:your code: 1' --bind read:i:0";
const QUERY = 'content query --uri content://sms --projection address:body:read';

describe('short messages written by the shell', () => {
  it('are dropped without a word: only the messaging app may write them', async () => {
    const phone = aPhone();

    assert.deepEqual(await run(phone, INSERT), { stdout: '', stderr: '', exitCode: 0 });
    assert.equal((await run(phone, QUERY)).stdout, 'No result found.\n');
  });

  it('lie in the inbox, unread, once the app op was allowed, and can be taken away', async () => {
    const phone = aPhone({ packages: [aPackage({ name: 'com.android.shell', uid: 2000 })] });
    await run(phone, 'appops set com.android.shell WRITE_SMS allow');
    await run(phone, INSERT);

    assert.equal((await run(phone, QUERY)).stdout, 'Row: 0 address=BANK, body=your code: 1, read=0\n');

    await run(phone, `content delete --uri content://sms --where "address='BANK'"`);
    assert.equal((await run(phone, QUERY)).stdout, 'No result found.\n');
  });
});
