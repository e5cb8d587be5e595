import assert from 'node:assert/strict';
import { boxNamed, readBoxes } from '../../../emulator/phone/ui/record/mp4-timing.ts';
import { aPhone, run, type TestPhone } from './a-phone.ts';

async function isRunning(phone: TestPhone): Promise<boolean> {
  return (await run(phone, 'pidof screenrecord')).exitCode === 0;
}

describe('screenrecord', function () {
  this.timeout(20_000);

  it('records until SIGINT, then leaves a whole MP4 and ends with 0', async () => {
    const phone = aPhone();
    const recording = run(phone, 'screenrecord --size 180x390 /sdcard/video.mp4');
    while (!(await isRunning(phone)));
    assert.equal((await run(phone, "[ -e '/sdcard/video.mp4' ] && echo __PASS__")).stdout, '__PASS__\n');

    await run(phone, 'kill -2 $(pidof screenrecord)');
    const { exitCode } = await recording;

    assert.equal(exitCode, 0);
    assert.equal(await isRunning(phone), false);
    const video = Buffer.from(await phone.system.files.readFileBuffer('/sdcard/video.mp4'));
    assert.equal(boxNamed(readBoxes(video), 'stsd')?.content.readUInt16BE(40), 180);
  });

  it('ends by itself when its time is up', async () => {
    const phone = aPhone();

    const { exitCode } = await run(phone, 'screenrecord --time-limit 1 --size 90x196 --bugreport /sdcard/short.mp4');

    assert.equal(exitCode, 0);
    assert.ok((await phone.system.files.stat('/sdcard/short.mp4')).size > 500);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['', 'Must specify output file (see --help).\n'],
    ['--time-limit 181 /sdcard/x.mp4', 'Time limit 181s outside acceptable range [1,180]\n'],
    ['--bit-rate 1 /sdcard/x.mp4', 'Bit rate 1bps outside acceptable range [100000,200000000]\n'],
    ['--size big /sdcard/x.mp4', "Invalid size 'big', must be width x height\n"],
  ];
  for (const [args, stderr] of refused) {
    it(`refuses "${args}"`, async () => {
      assert.deepEqual(await run(aPhone(), `screenrecord ${args}`), { stdout: '', stderr, exitCode: 2 });
    });
  }
});
