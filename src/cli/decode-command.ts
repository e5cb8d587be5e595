import { basename, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Command } from 'commander';
import { EarshotError } from '../flow/errors.ts';
import { EXIT } from '../run/outcome.ts';
import { decodeFiles, filesOf } from './decode/batch.ts';
import { decodePayload } from './decode/decode-payload.ts';
import type { Hints } from './decode/decode-payload.ts';
import { findingsIn, reportLines, searchFor } from './decode/decoded-report.ts';
import { givenIndicators } from './decode/given-indicators.ts';
import { toldLayers } from './decode/layer-tree.ts';
import { readPayload } from './decode/read-payload.ts';
import { redactor } from './decode/redact.ts';

interface DecodeFlags extends Hints {
  readonly indicator: readonly string[];
  readonly indicators?: string;
  readonly json?: boolean;
  readonly batch?: string;
}

/** Where the command reads and writes; the process' own unless a test gives others. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  /** Progress, when it is a terminal. */
  readonly errors: Writable & { readonly isTTY?: boolean };
}

const HELP = `
A payload is any file: a body, or a whole HTTP request with its head. Indicators named "canary…" were planted, "subject:…" are what an
action was about, all others are the phone's or its owner's; each is searched as it is, in either case, without separators, and as a digest.

Examples:
  npx earshot decode body.bin --indicator android_id=3f2a90cd11e4b7f8 --indicator canary:url=zq7x81hk20
  npx earshot decode - --json --indicators phone.json < body.bin
  npx earshot decode --batch bodies --indicators phone.json > found.ndjson

With --json one document { "layers", "findings" }, with --batch one line a file: { "file", "findings", "opaque", "ms" }, where "opaque"
says that some of the file could not be read, or { "file", "error" }.
Exit codes: 0 whether or not something was found; 3 bad input (with --batch: a file that could not be read, once all others are done).`;

/** `earshot decode`: what any payload says, layer by layer, and whether something of ours is in it. */
export function decodeCommand(streams: Streams = { input: process.stdin, output: process.stdout, errors: process.stderr }): Command {
  return new Command('decode')
    .description('Print the layers of a payload as a tree, and what of yours is in them.')
    .argument('[file]', 'a payload; - for the standard input')
    .option('--indicator <name=value>', 'something to search for; may be given again', (pair: string, before: readonly string[]) => [...before, pair], [])
    .option('--indicators <file>', 'a JSON file of them: { "name": "value" }')
    .option('--json', 'print one JSON document')
    .option('--batch <folder>', 'decode every file of a folder, one JSON line a file')
    .option('--content-type <type>', 'what the sender announced of a body')
    .option('--content-encoding <codings>', 'likewise: gzip, br, zstd, deflate')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, flags: DecodeFlags) => {
      // `… | head` closes the pipe early: that is told by `write`, and is no error.
      streams.output.on('error', () => undefined);
      const indicators = givenIndicators(flags.indicator, flags.indicators === undefined ? undefined : resolve(flags.indicators));
      const search = searchFor(indicators);
      if (flags.batch !== undefined) {
        if (file !== undefined) throw new EarshotError('BAD_INPUT', `Cannot decode ${file} and the folder ${flags.batch} at once.`, { hint: 'Give either a file or --batch.' });
        await decodeBatch(resolve(flags.batch), { search, hints: hintsOf(flags) }, streams);
        return;
      }
      if (file === undefined) throw new EarshotError('BAD_INPUT', 'There is nothing to decode: neither a file nor a folder was given.', { hint: 'Give a file, - for the standard input, or --batch <folder>.' });
      const payload = decodePayload(await readPayload(file === '-' ? file : resolve(file), streams.input), hintsOf(flags));
      const findings = findingsIn(payload, search, file === '-' ? 'stdin' : basename(file));
      const redact = redactor(indicators);
      const { request, recognised } = payload;
      const text = flags.json === true
        ? JSON.stringify({ ...(request !== undefined && { request: { ...request, target: redact(request.target) } }), ...(recognised !== undefined && { recognised }), layers: toldLayers(payload.layers, redact), findings }, null, 2)
        : reportLines(payload, findings, { redact, indicators: indicators.length }).join('\n');
      await write(streams.output, `${text}\n`);
    });
}

/** Progress is told this often. */
const PROGRESS_MS = 500;

async function decodeBatch(folder: string, how: Parameters<typeof decodeFiles>[2], { output, errors }: Streams): Promise<void> {
  const files = filesOf(folder);
  let done = 0;
  let failed = 0;
  let toldMs = performance.now();
  for (const line of decodeFiles(folder, files, how)) {
    done += 1;
    if ('error' in line) failed += 1;
    if (!(await write(output, `${JSON.stringify(line)}\n`))) return;
    if (errors.isTTY === true && performance.now() - toldMs >= PROGRESS_MS) {
      toldMs = performance.now();
      errors.write(`\r${done} of ${files.length} files`);
    }
  }
  if (errors.isTTY === true) errors.write(`\r${done} of ${files.length} files\n`);
  // Nothing printed looks like nothing found.
  if (files.length === 0) errors.write(`earshot: the folder ${folder} holds no file; nothing was decoded.\n`);
  if (failed === 0) return;
  errors.write(`earshot: ${failed} of ${files.length} files could not be read; their lines say why.\n`);
  process.exitCode = EXIT.couldNotRun;
}

/** Waits until what was written is taken: a reader that is slow must not make us hold everything. False when nobody reads any more. */
function write(output: Writable, text: string): Promise<boolean> {
  return new Promise((told, failed) => {
    output.write(text, (error) => {
      if (!error) told(true);
      else if ('code' in error && error.code === 'EPIPE') told(false);
      else failed(error);
    });
  });
}

function hintsOf({ contentType, contentEncoding }: DecodeFlags): Hints {
  return { ...(contentType !== undefined && { contentType }), ...(contentEncoding !== undefined && { contentEncoding }) };
}
