import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeviceShell } from '../../../src/device/device-shell.ts';
import type { OracleEvent, OracleRecord } from '../../../src/flow/oracle.ts';
import { startOracleCapture } from '../../../src/witness/oracle/capture.ts';
import { oracleState } from '../../../src/witness/oracle/state.ts';

const APP = 'com.miui.player';
const START = 'D OneTrackSdk: log on: true, quick upload on: false';

/** A phone whose log is told by hand: `say` writes a line, the markers come back unless `isDeaf`. */
class ToldPhone {
  readonly serial = 'told';
  isDeaf = false;
  #lines: string[] = [];
  #wake: () => void = () => undefined;
  #closed = false;

  say(line: string): void {
    this.#lines.push(`${line}\n`);
    this.#wake();
  }

  hangUp(): void {
    this.#closed = true;
    this.#wake();
  }

  shell(): DeviceShell {
    return {
      serial: this.serial,
      run: () => Promise.resolve(''),
      push: () => Promise.resolve(),
      try: (command) => {
        this.#mark(command);
        return Promise.resolve({ exitCode: 0, stdout: 'PID NAME\n77 com.miui.player\n', stderr: '' });
      },
      stream: (command) => {
        this.say('PID NAME\n1 init');
        this.say('--- earshot: log ---');
        this.#mark(command);
        return Promise.resolve({ output: this.#output(), close: () => this.hangUp() });
      },
    };
  }

  #mark(command: string): void {
    const message = /log -t Earshot (\S+?);?(?: |$)/.exec(command)?.[1];
    if (message !== undefined && !this.isDeaf) this.say(`1600000000.000  9  9 I Earshot : ${message}`);
  }

  async *#output(): AsyncGenerator<Buffer> {
    for (;;) {
      while (this.#lines.length > 0) yield Buffer.from(this.#lines.shift() ?? '');
      if (this.#closed) return;
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }
}

describe('a capture of the log', () => {
  let folder: string;
  before(() => void (folder = mkdtempSync(path.join(tmpdir(), 'earshot-capture-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const capture = async (act: (phone: ToldPhone) => void): Promise<OracleRecord> => {
    const phone = new ToldPhone();
    const begun = await startOracleCapture({ shell: phone.shell(), folder, file: 'o.log', packages: [APP], markerLimitMs: 40 });
    act(phone);
    return begun.stop();
  };

  for (const [what, act, whole, state, detail] of [
    ['whole from marker to marker', (phone) => phone.say(`1600000000.100 77 77 ${START}`), true, 'on', /^the log was followed from marker to marker$/],
    ['not whole where the stream ends', (phone) => { phone.say('read: unexpected EOF!'); phone.hangUp(); }, false, 'no SDK', /logcat ended before the window did, saying "read: unexpected EOF!"/],
    ['not whole where the last marker is lost', (phone) => { phone.isDeaf = true; }, false, 'no SDK', /marker "end" did not come back/],
    ['not whole where the log threw lines of the app away', (phone) => phone.say('1600000000.100 77 77 I chatty  : uid=10086(com.miui.player) expire 3 lines'), false, 'no SDK', /lost lines: uid=10086/],
    ['off where a process began without the switch', (phone) => { phone.say(`1600000000.100 77 77 ${START}`); phone.say(`1600000000.200 77 77 ${START.replace('true', 'false')}`); }, true, 'off', /marker to marker/],
  ] as readonly (readonly [string, (phone: ToldPhone) => void, boolean, string, RegExp])[]) {
    it(`is ${what}`, async () => {
      const record = await capture(act);
      assert.deepEqual([record.whole, record.packages[APP]], [whole, state], record.detail);
      assert.match(record.detail, detail);
    });
  }

  it('keeps the lines of the SDK and of the markers, and nobody else\'s', async () => {
    await capture((phone) => {
      phone.say(`1600000000.100 77 77 ${START}`);
      phone.say('1600000000.100 55 55 I Mail    : private words');
      phone.say('1600000000.100 1248 1248 I am_proc_start: [0,90,10001,com.example.private,activity,x]');
    });
    const kept = readFileSync(path.join(folder, 'o.log'), 'utf8').trimEnd().split('\n').map((line) => /^\S+ +\d+ +\d+ (.*)$/.exec(line)?.[1]?.replace(/[0-9a-f]{24}/, 'token'));
    assert.deepEqual(kept, ['I Earshot : token:begin', START, 'I Earshot : token:end']);
  });

  it('never throws for the sake of a phone that is gone', async () => {
    const gone = (): Promise<never> => Promise.reject(new Error('device offline'));
    const shell: DeviceShell = { serial: 'gone', run: gone, try: gone, stream: gone, push: gone };
    const record = await (await startOracleCapture({ shell, folder, file: 'gone.log', packages: [APP], markerLimitMs: 40 })).stop();
    assert.deepEqual([record.whole, record.detail], [false, 'logcat could not be begun: device offline']);
  });
});

describe('the state of the oracle', () => {
  const record = (whole: boolean, packages: OracleRecord['packages']): OracleRecord => ({ file: 'o.log', whole, detail: '', packages, processes: {} });
  const event = (eventTimeMs: number, name: string | undefined): OracleEvent =>
    ({ atMs: eventTimeMs + 5_000, kind: 'tracked', tag: 'OneTrackLocalImp', eventTimeMs, text: '', ...(name !== undefined && { package: name }) });
  const span = { startMs: 100_000, endMs: 110_000 };
  const group = { packages: [APP, 'com.miui.analytics'], clockOffsetMs: 1_000_000 };
  const at = (hostMs: number, name: string | undefined = APP): OracleEvent => event(hostMs + group.clockOffsetMs, name);

  for (const [what, of, events, expected] of [
    ['nobody asked', undefined, [], 'absent'],
    ['no process has the SDK', record(true, { [APP]: 'no SDK', 'com.miui.analytics': 'no SDK' }), [], 'absent'],
    ['another group has it', record(true, { 'com.miui.home': 'on' }), [], 'absent'],
    ['the capture is not whole, though an event is in it', record(false, { [APP]: 'on' }), [at(105_000)], 'blind'],
    ['one log of the group was off', record(true, { [APP]: 'on', 'com.miui.analytics': 'off' }), [], 'blind'],
    ['an event happened in the span, by its own time and the phone\'s clock', record(true, { [APP]: 'on' }), [at(105_000)], 'seen'],
    ['nobody knows whose the event is', record(true, { [APP]: 'on' }), [event(105_000 + group.clockOffsetMs, undefined)], 'seen'],
    ['the event happened before the span and was logged in it', record(true, { [APP]: 'on' }), [at(97_000)], 'quiet'],
    ['the event is of another package', record(true, { [APP]: 'on' }), [at(105_000, 'com.miui.home')], 'quiet'],
  ] as const) {
    it(`is ${expected} where ${what}`, () => {
      assert.equal(oracleState(of, events, span, group), expected);
    });
  }
});
