import assert from 'node:assert/strict';
import { smsColumns } from '../../../emulator/phone/system/sms-store.ts';
import { aPhone, type PhoneInHand } from './phone-in-hand.ts';

const MESSAGES = 'com.android.mms';

describe('Messages', () => {
  it('takes in what comes while something else is in front, and opens it from the shade', () => {
    const phone = aPhone();

    assert.ok(phone.apps.receiveSms({ from: '+4520123456', text: 'Are you there?' }));
    assert.equal(phone.apps.activities.focused().packageName, 'com.miui.home');
    assert.deepEqual(phone.apps.notifications().map(({ packageName, title, text }) => [packageName, title, text]), [[MESSAGES, '+4520123456', 'Are you there?']]);
    phone.apps.statusBar.expand();
    phone.tap('Are you there?');

    assert.equal(phone.one('text_view').text, 'Are you there?');
    assert.equal(phone.apps.notifications().length, 0);
    assert.deepEqual(phone.eventsOf('sms.receive')[0]?.data, { from: '+4520123456', text: 'Are you there?' });
    assert.deepEqual(phone.eventsOf('sms.read')[0]?.data, { from: '+4520123456', count: 1 });
  });

  it('answers in a conversation and begins a new one', () => {
    const phone = withMessages('Ann', 'Bo');

    phone.tap('Bo');
    type(phone, 'embedded_text_editor', 'Yes, here');
    phone.tap('send_button_sms');
    assert.deepEqual(phone.all('text_view').map(({ text }) => text), ['Hello from Bo', 'Yes, here']);
    phone.apps.display.pressKey(4);
    phone.apps.display.pressKey(4);
    phone.tap('new_message');
    type(phone, 'recipients_editor', '12345');
    type(phone, 'embedded_text_editor', 'Hi');
    phone.tap('send_button_sms');

    assert.deepEqual(phone.eventsOf('sms.send').map(({ data }) => data), [{ to: 'Bo', text: 'Yes, here' }, { to: '12345', text: 'Hi' }]);
  });

  it('searches and deletes conversations', () => {
    const phone = withMessages('Ann', 'Bo');

    phone.tap('search');
    phone.apps.display.type('from Bo');
    phone.apps.display.pressKey(66);
    assert.deepEqual(phone.all('from').map(({ text }) => text), ['Bo']);
    phone.longPress('Bo');
    phone.tap('android:id/button1');

    assert.deepEqual(phone.eventsOf('sms.search')[0]?.data, { term: 'from Bo', count: 1 });
    assert.deepEqual(phone.eventsOf('sms.delete')[0]?.data, { from: 'Bo', count: 1 });
    assert.equal(phone.sees('Bo'), false);
  });

  it("keeps rows as AOSP's provider has them", () => {
    const phone = withMessages('Ann');
    const [row] = phone.system.sms.list();

    const columns = smsColumns(row!);

    assert.deepEqual([columns['_id'], columns['thread_id'], columns['address'], columns['read'], columns['type'], columns['body']], ['1', '1', 'Ann', '0', '1', 'Hello from Ann']);
  });
});

function withMessages(...from: readonly string[]): PhoneInHand {
  const phone = aPhone();
  for (const name of from) phone.apps.receiveSms({ from: name, text: `Hello from ${name}` });
  phone.launch(MESSAGES);
  return phone;
}

function type(phone: PhoneInHand, id: string, text: string): void {
  phone.tap(id);
  phone.apps.display.type(text);
}
