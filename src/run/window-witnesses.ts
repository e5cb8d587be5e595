import type { CounterRecord } from '../flow/counters.ts';
import type { OracleRecord } from '../flow/oracle.ts';
import type { SocketRecord } from '../flow/socket.ts';
import type { WindowRecord } from '../flow/window.ts';

/**
 * Who else watches a window beside the wire. Each begins when the window opens and brings home its record when it
 * closes; what fails on the phone is in that record, only broken tools throw.
 */
export interface WindowWitnesses {
  /** The phone's counters per UID. */
  readonly counters?: () => CounterWatch;
  /** The SDKs' own debug log, by the window's round. */
  readonly startOracle?: (round: number) => Promise<RunningWitness<OracleRecord>>;
  /** The phone's socket tables, by the window's round. */
  readonly startSockets?: (round: number) => Promise<RunningWitness<SocketRecord>>;
}

/** Counters of one window. */
export interface CounterWatch {
  /** Reads them now: at both ends of the window, before each act, after each settle time, after each barrier. */
  read(): Promise<void>;
  record(): CounterRecord;
}

/** A witness that watches by itself until it is stopped. */
export interface RunningWitness<Brought> {
  stop(): Promise<Brought>;
}

/** All witnesses of one window at work. */
export interface Watching {
  read(): Promise<void>;
  stop(): Promise<Pick<WindowRecord, 'counters' | 'oracle' | 'sockets'>>;
}

/** Has every witness there is begin. */
export async function beginWitnesses(witnesses: WindowWitnesses | undefined, round: number): Promise<Watching> {
  const counters = witnesses?.counters?.();
  const [oracle, sockets] = await Promise.all([witnesses?.startOracle?.(round), witnesses?.startSockets?.(round)]);
  return {
    read: async () => counters?.read(),
    stop: async () => {
      const [ofOracle, ofSockets] = await Promise.all([oracle?.stop(), sockets?.stop()]);
      return {
        ...(counters === undefined ? {} : { counters: counters.record() }),
        ...(ofOracle === undefined ? {} : { oracle: ofOracle }),
        ...(ofSockets === undefined ? {} : { sockets: ofSockets }),
      };
    },
  };
}
