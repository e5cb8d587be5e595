import type { SmsRow } from '../../system/sms-store.ts';
import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import type { Row, Value } from '../value.ts';

/** What Messages knows: the provider's messages, by the other side. */
export function createMessagesModel(context: AppContext): AppModel {
  return new MessagesModel(context);
}

class MessagesModel implements AppModel {
  readonly #context: AppContext;
  /** The other side of the open conversation; empty while a new one is written. */
  #address = '';
  #term: string | undefined;

  constructor(context: AppContext) {
    this.#context = context;
  }

  value(name: string): Value | undefined {
    switch (name) {
      case 'address': return this.#address;
      case 'empty': return this.#conversations().length === 0;
      default: return undefined;
    }
  }

  rows(source: string): readonly Row[] {
    if (source === 'messages') return this.#messages().map((row) => ({ key: row.id, body: row.body, time: timeText(row.dateMs), sent: row.box === 'sent' }));
    return this.#conversations().map((row) => ({
      key: row.address, address: row.address, subject: row.body, date: timeText(row.dateMs),
      unread: this.#context.sms.list().filter((other) => other.address === row.address && !other.isRead).length,
    }));
  }

  call(operation: string, args: Row, cause: Cause): void {
    const text = (name: string): string => String(args[name] ?? '');
    switch (operation) {
      case 'receive': this.#receive(text('from'), text('text'), cause); break;
      case 'open': this.#open(text('address'), cause); break;
      case 'new': this.#address = ''; break;
      case 'send': this.#send(text('to'), text('text'), cause); break;
      case 'choose': this.#address = text('address'); break;
      case 'delete': this.#delete(cause); break;
      case 'search': this.#search(text('term'), cause); break;
      case 'clearSearch': this.#term = undefined; break;
      default: break;
    }
  }

  #receive(from: string, text: string, cause: Cause): void {
    this.#context.sms.insert({ address: from, body: text, dateMs: this.#context.clock.now(), box: 'inbox' });
    this.#context.emit('sms.receive', { from, text }, cause);
    this.#context.notify({ id: from, title: from, text, screen: 'thread', args: { address: from } }, cause);
  }

  #open(address: string, cause: Cause): void {
    this.#address = address;
    const count = this.#context.sms.markRead(address);
    this.#context.cancelNotification(address);
    this.#context.emit('sms.read', { from: address, count }, cause);
  }

  /** There is no mobile network: what is sent is kept, and goes nowhere. */
  #send(to: string, text: string, cause: Cause): void {
    const address = this.#address === '' ? to : this.#address;
    if (address === '' || text === '') return;
    this.#address = address;
    this.#context.sms.insert({ address, body: text, dateMs: this.#context.clock.now(), box: 'sent' });
    this.#context.emit('sms.send', { to: address, text }, cause);
  }

  #delete(cause: Cause): void {
    const count = this.#context.sms.deleteThread(this.#address);
    this.#context.emit('sms.delete', { from: this.#address, count }, cause);
  }

  #search(term: string, cause: Cause): void {
    this.#term = term;
    this.#context.emit('sms.search', { term, count: this.#conversations().length }, cause);
  }

  /** Oldest first, as they are read. */
  #messages(): readonly SmsRow[] {
    return this.#context.sms.list().filter(({ address }) => address === this.#address).toReversed();
  }

  /** The newest message of each conversation, or the newest that holds what is searched for. */
  #conversations(): readonly SmsRow[] {
    const term = this.#term?.toLowerCase() ?? '';
    const newest = new Map<string, SmsRow>();
    for (const row of this.#context.sms.list()) {
      const holds = `${row.address} ${row.body}`.toLowerCase().includes(term);
      if (holds && !newest.has(row.address)) newest.set(row.address, row);
    }
    return [...newest.values()];
  }
}

function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(5, 16).replace('T', ' ');
}
