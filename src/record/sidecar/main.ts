import { randomBytes } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

import { sidecarConfigSchema, type SidecarConfig } from '../sidecar-config.ts';
import { readFlows } from '../ledger.ts';
import { Connections } from './connections.ts';
import { FlowBook } from './flow-book.ts';
import { createFront } from './front.ts';
import { createInterceptor } from './interceptor.ts';
import { LedgerWriter } from './ledger-writer.ts';
import { ServerAddresses } from './server-addresses.ts';
import { UpstreamDialer } from './upstream.ts';
import { WireMeter } from './wire-meter.ts';

/** The ledger could not be written (the number of EX_IOERR in sysexits). */
const EXIT_LEDGER = 74;

const STDERR = 2;

/** An error of the sidecar's own (the number of EX_SOFTWARE in sysexits). */
const EXIT_OWN_ERROR = 70;

/** Ends the process before anything more can be forwarded: what cannot be recorded must not leave. */
function ledgerFailed(dir: string): (what: string, cause: unknown) => never {
  return (what, cause) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    writeSync(STDERR, `earshot sidecar: cannot ${what} in ${dir}: ${why}. Nothing is forwarded that is not recorded, so the sidecar ends.\n`);
    process.exit(EXIT_LEDGER);
  };
}

async function main(configPath: string): Promise<void> {
  // From the start: a parent that dies while this is being set up must not leave it behind.
  let end: (why: string) => void = () => process.exit(0);
  process.once('disconnect', () => end('its parent is gone'));
  const config = sidecarConfigSchema.parse(JSON.parse(readFileSync(configPath, 'utf8')));
  const writer = new LedgerWriter(config.ledger, ledgerFailed(config.ledger));
  const recorder = randomBytes(6).toString('hex');
  const earlier = readFlows(config.ledger);
  writer.begun(recorder);
  const addresses = new ServerAddresses();
  if (config.upstream.kind === 'direct') addresses.listen();
  const book = new FlowBook(writer, { device: config.device, recorder, earlier, addressOf: (host) => addresses.of(host) });
  const meter = new WireMeter(config.ledger, recorder, ledgerFailed(config.ledger));
  const connections = new Connections(book);
  const dialer = new UpstreamDialer(config.upstream);
  const interceptor = await createInterceptor({ config, book, connections, dialer, meter });
  const front = createFront({ book, connections, dialer, interceptor, meter });
  const port = await listen(front, config);

  end = (why) => {
    connections.endAll();
    book.endAll(`the recorder was ended (${why})`);
    meter.write('ended');
    writer.ended(recorder);
    process.exit(0);
  };
  process.once('SIGTERM', end).once('SIGINT', end);
  process.send?.({ type: 'ready', port, recorder });
}

function listen(front: ReturnType<typeof createFront>, config: SidecarConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    front.once('error', reject);
    front.listen(config.port, '127.0.0.1', () => resolve((front.address() as AddressInfo).port));
  });
}

/** A recorder in an unknown state must not go on: its absence is noticed, its omissions would not be. */
function endByOwnError(error: unknown): never {
  const { stack, message } = error instanceof Error ? error : new Error(String(error));
  writeSync(STDERR, `${stack ?? ''}\nearshot sidecar: ended by an error of its own: ${message}\n`);
  process.exit(EXIT_OWN_ERROR);
}

process.on('uncaughtException', endByOwnError).on('unhandledRejection', endByOwnError);
main(process.argv[2] ?? '').catch((error: unknown) => {
  writeSync(STDERR, `earshot sidecar: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
