import { parseSocketRow } from './proc-net.ts';
import type { SocketRow } from './proc-net.ts';

// A look stands between these lines: rows of the tables, and what grep has to say.
const BEGIN = /^@ (\d+\.\d+)?$/;
const END = /^\. (\d+\.\d+)?$/;

/** One look at the tables, as the phone sent it. */
export interface Look {
  /** Phone's uptime, ms, when the look began and when it was over; undefined where the phone does not tell. */
  readonly uptimeMs?: { readonly start: number; readonly end: number };
  readonly rows: readonly SocketRow[];
  /** Tables whose heading came: they were read. */
  readonly tables: readonly string[];
  /** What the phone said instead of a table, such as `grep: /proc/net/tcp: Permission denied`. */
  readonly complaints: readonly string[];
}

/** How long the phone waits between two looks, s, where its `sleep` knows fractions. */
const PAUSE_S = 0.4;

/** So many looks at most: a loop that nobody ends ends itself, after two hours or more. */
const MOST_LOOKS = 24_000;

/**
 * Command for the phone's shell that looks at the socket tables for ever, two to three times a second. Two processes a look:
 * one grep for all tables, one sleep. Rows of listeners (0A), of what is over (06) and of UDP sockets without a peer (07)
 * are left out there. Ends by itself when nobody reads it any more.
 *
 * @param tables Below `/proc/net`, read in this order.
 */
export function lookingCommand(tables: readonly string[] = ['tcp', 'tcp6', 'udp', 'udp6']): string {
  const files = tables.map((table) => `/proc/net/${table}`).join(' ');
  // -H: the file's name before each row tells TCP from UDP.
  const look = `grep -Hv -e ' 0A ' -e ' 06 ' -e ' 07 ' ${files} 2>&1`;
  return [
    // Toolbox of Android 5 and some builds of toybox know whole seconds only, and say so.
    `p=${PAUSE_S}; sleep 0.01 2>/dev/null || p=1; n=0`,
    `while [ $n -lt ${MOST_LOOKS} ]; do n=$((n+1)); u=; read u r 2>/dev/null </proc/uptime`,
    // A shell that was told to ignore SIGPIPE ends by the failing echo.
    `echo "@ $u" || exit; ${look}; u=; read u r 2>/dev/null </proc/uptime; echo ". $u" || exit; sleep $p; done`,
  ].join('; ');
}

/** Puts looks together from the output of `lookingCommand`, in pieces of any size. */
export class LookReader {
  #pending = '';
  #startMs: number | undefined;
  #open = false;
  #rows: SocketRow[] = [];
  #tables: string[] = [];
  #complaints: string[] = [];

  /** Looks that became whole with this piece. */
  push(text: string): readonly Look[] {
    const lines = (this.#pending + text).split('\n');
    this.#pending = lines.pop() ?? '';
    return lines.map((line) => this.#line(line.replace(/\r$/, ''))).filter((look) => look !== undefined);
  }

  #line(line: string): Look | undefined {
    const begin = BEGIN.exec(line);
    if (begin !== null) {
      this.#open = true;
      this.#startMs = toMs(begin[1]);
      this.#rows = [];
      this.#tables = [];
      this.#complaints = [];
      return undefined;
    }
    if (!this.#open) return undefined;
    const end = END.exec(line);
    if (end === null) {
      this.#content(line);
      return undefined;
    }
    this.#open = false;
    const [start, endMs] = [this.#startMs, toMs(end[1])];
    return { rows: this.#rows, tables: this.#tables, complaints: this.#complaints, ...(start !== undefined && endMs !== undefined && { uptimeMs: { start, end: endMs } }) };
  }

  #content(line: string): void {
    const [, table, row] = /^\/proc\/net\/((?:tcp|udp)6?):(.*)$/.exec(line) ?? [];
    const parsed = table === undefined || row === undefined ? undefined : parseSocketRow(row, table.startsWith('udp') ? 'udp' : 'tcp');
    if (table !== undefined && row?.includes('local_address') === true) this.#tables.push(table);
    else if (parsed !== undefined) this.#rows.push(parsed);
    else if (line.trim() !== '') this.#complaints.push(line);
  }
}

function toMs(uptime: string | undefined): number | undefined {
  return uptime === undefined ? undefined : Math.round(Number(uptime) * 1000);
}
