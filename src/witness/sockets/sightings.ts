import type { SocketSighting } from '../../flow/socket.ts';
import type { SocketRow } from './proc-net.ts';

/** Tells what is new in a look at the socket tables from what was there before. */
export class SightingsOf {
  #known: ReadonlyMap<string, SocketRow> = new Map();

  /** New and changed rows in the order of the tables, then those that are gone. */
  look(rows: readonly SocketRow[], atMs: number): readonly SocketSighting[] {
    const now = new Map(rows.map((row) => [keyOf(row), row]));
    const news = [...now].filter(([key, row]) => {
      const before = this.#known.get(key);
      return before?.state !== row.state || before.uid !== row.uid || before.inode !== row.inode;
    });
    const gone = [...this.#known].filter(([key]) => !now.has(key));
    this.#known = now;
    return [...news.map(([, row]) => sighting(row, row.state, atMs)), ...gone.map(([, row]) => sighting(row, 'gone', atMs))];
  }
}

function keyOf({ protocol, local, remote }: SocketRow): string {
  return `${protocol} ${local} ${remote}`;
}

function sighting({ protocol, uid, local, remote }: SocketRow, state: string, atMs: number): SocketSighting {
  return { atMs, protocol, uid, local, remote, state };
}
