import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { ArgumentsError, parseArguments } from '../../emulator/command-line.ts';

const silent = (): void => undefined;

describe("the emulator's arguments", () => {
  it('keeps the phones in their order and fills in the rest', () => {
    const read = parseArguments(['--phone', 'a.json', '--phone', '/b.json'], silent);

    assert.deepEqual(read, { phones: [resolve('a.json'), '/b.json'], timeScale: 1, seed: 1, unauthorized: false });
  });

  it('reads every option', () => {
    const read = parseArguments(
      ['--phone', '/a', '--time-scale', '0.01', '--seed', '7', '--truth', '/t', '--adb-key', '/k.pub', '--unauthorized'],
      silent,
    );

    assert.deepEqual(read, { phones: ['/a'], timeScale: 0.01, seed: 7, truth: '/t', adbKey: '/k.pub', unauthorized: true });
  });

  it('prints its help and boots nothing', () => {
    let help = '';

    const read = parseArguments(['--help'], (text) => (help += text));

    assert.equal(read, undefined);
    for (const word of ['--phone', '--time-scale', '--truth', '--adb-key', '--unauthorized', 'ready <host:port>']) assert.ok(help.includes(word), word);
  });

  for (const [args, found] of [
    [[], 'no --phone'],
    [['--phone', 'a', '--time-scale', '0'], "'0'"],
    [['--phone', 'a', '--seed', 'x'], "'x'"],
    [['--phone', 'a', '--nonsense'], "'--nonsense'"],
  ] as const) {
    it(`says what is wrong with "${args.join(' ')}"`, () => {
      assert.throws(() => parseArguments(args, silent), (error) => error instanceof ArgumentsError && error.message.includes(found));
    });
  }
});
