/** A row of `content://sms`; columns after AOSP's Telephony.Sms. */
export interface SmsRow {
  readonly id: number;
  readonly threadId: number;
  /** The other side's number or name. */
  readonly address: string;
  readonly body: string;
  readonly dateMs: number;
  readonly isRead: boolean;
  readonly box: 'inbox' | 'sent';
}

/** The telephony provider's short messages. */
export interface SmsStore {
  /** Newest first, as the provider sorts. */
  list(): readonly SmsRow[];
  insert(message: Pick<SmsRow, 'address' | 'body' | 'dateMs' | 'box'>): SmsRow;
  /** How many had not been read. */
  markRead(address: string): number;
  /** How many there were. */
  deleteThread(address: string): number;
  /** Tells of each message that is laid in, as a content observer is told; one listener, the newest. */
  observe(listener: (row: SmsRow) => void): void;
}

/** A telephony provider without a message. */
export function createSmsStore(): SmsStore {
  let rows: readonly SmsRow[] = [];
  const threads = new Map<string, number>();
  let lastId = 0;
  let observer: ((row: SmsRow) => void) | undefined;
  const threadOf = (address: string): number => {
    const known = threads.get(address) ?? threads.size + 1;
    threads.set(address, known);
    return known;
  };
  return {
    list: () => rows,
    insert(message) {
      lastId += 1;
      const row = { ...message, id: lastId, threadId: threadOf(message.address), isRead: message.box === 'sent' };
      rows = [row, ...rows];
      observer?.(row);
      return row;
    },
    markRead(address) {
      const unread = rows.filter((row) => row.address === address && !row.isRead);
      rows = rows.map((row) => (row.address === address ? { ...row, isRead: true } : row));
      return unread.length;
    },
    deleteThread(address) {
      const kept = rows.filter((row) => row.address !== address);
      const count = rows.length - kept.length;
      rows = kept;
      return count;
    },
    observe(listener) {
      observer = listener;
    },
  };
}

/** What `content query --uri content://sms` shows of a row, column by column. */
export function smsColumns(row: SmsRow): Readonly<Record<string, string>> {
  return {
    _id: String(row.id), thread_id: String(row.threadId), address: row.address, person: 'NULL', date: String(row.dateMs), date_sent: row.box === 'inbox' ? String(row.dateMs) : '0',
    protocol: row.box === 'inbox' ? '0' : 'NULL', read: row.isRead ? '1' : '0', status: '-1', type: row.box === 'inbox' ? '1' : '2', reply_path_present: 'NULL', subject: 'NULL',
    body: row.body, service_center: 'NULL', locked: '0', error_code: '0', seen: row.isRead ? '1' : '0',
  };
}
