import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { ArgumentsError, parseArguments } from '../../emulator/command-line.ts';

const silent = (): void => undefined;

describe("the emulator's arguments", () => {
  it('keeps the phones in their order and fills in the rest', () => {
    const read = parseArguments(['--phone', 'a.json', '--phone', '/b.json'], silent);

    assert.deepEqual(read, { phones: [resolve('a.json'), '/b.json'], timeScale: 1, seed: 1, unauthorized: false, faults: [] });
  });

  it('reads every option', () => {
    const read = parseArguments(
      ['--phone', '/a', '--time-scale', '0.01', '--seed', '7', '--truth', '/t', '--adb-key', '/k.pub', '--unauthorized',
        '--port', '5555', '--control', '0', '--fault', 'wifi-off', '--fault', 'clock-jump:byMs=-5@40'],
      silent,
    );

    assert.deepEqual(read, { phones: ['/a'], timeScale: 0.01, seed: 7, truth: '/t', adbKey: '/k.pub', unauthorized: true, port: 5555, control: 0,
      faults: [{ fault: 'wifi-off', parameters: {}, afterMs: 0 }, { fault: 'clock-jump', parameters: { byMs: -5 }, afterMs: 40 }] });
  });

  it('prints its help and boots nothing', () => {
    let help = '';

    const read = parseArguments(['--help'], (text) => (help += text));

    assert.equal(read, undefined);
    for (const word of ['--phone', '--time-scale', '--truth', '--adb-key', '--unauthorized', '--control', '--fault', 'ready <host:port>', 'cable-drop', 'curl']) assert.ok(help.includes(word), word);
  });

  for (const [args, found] of [
    [[], 'no --phone'],
    [['--phone', 'a', '--time-scale', '0'], "'0'"],
    [['--phone', 'a', '--seed', 'x'], "'x'"],
    [['--phone', 'a', '--nonsense'], "'--nonsense'"],
    [['--phone', 'a', '--control', '70000'], "'70000'"],
    [['--phone', 'a', '--fault', 'flood'], 'found "flood"'],
  ] as const) {
    it(`says what is wrong with "${args.join(' ')}"`, () => {
      assert.throws(() => parseArguments(args, silent), (error) => error instanceof ArgumentsError && error.message.includes(found));
    });
  }
});
