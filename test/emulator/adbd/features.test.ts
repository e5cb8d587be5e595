import assert from 'node:assert/strict';
import { adbdGeneration, RELEASES, SERVED_FEATURES } from '../../../emulator/phone/adbd/features.ts';

/** Features that hosts go by, and the first API level whose adbd has them in AOSP. */
const SINCE: readonly (readonly [feature: string, apiLevel: number])[] = [
  ['shell_v2', 24], ['cmd', 24], ['stat_v2', 26], ['fixed_push_mkdir', 29], ['abb', 29], ['abb_exec', 29], ['ls_v2', 30], ['remount_shell', 30],
  ['sendrecv_v2', 30], ['sendrecv_v2_brotli', 30], ['sendrecv_v2_lz4', 31], ['sendrecv_v2_zstd', 31], ['sendrecv_v2_dry_run_send', 31],
];

describe("the features of an Android version's adbd", () => {
  for (let apiLevel = 21; apiLevel <= 35; apiLevel += 1) {
    it(`are those of its source that are served, at API level ${apiLevel}`, () => {
      const { features } = adbdGeneration(apiLevel);

      assert.deepEqual([...features].sort(), SINCE.filter(([, since]) => apiLevel >= since).map(([feature]) => feature).sort());
    });
  }

  it('are never features that nobody serves, and each line of the table names its source', () => {
    for (const { apiLevel, aosp, source } of RELEASES) {
      assert.match(source, /^https:\/\/android\.googlesource\.com\/platform\/.+\/refs\/tags\/android-\d+\.\d+\.\d+_r\d+\/\S+$/);
      assert.deepEqual(adbdGeneration(apiLevel).features, aosp.filter((feature) => SERVED_FEATURES.has(feature)));
    }
  });

  it('go with the protocol version, the payload and the framebuffer header of their time', () => {
    const facts = [22, 24, 26, 27, 28, 35].map((apiLevel) => {
      const { protocolVersion, maxPayloadBytes, framebufferVersion } = adbdGeneration(apiLevel);
      return [apiLevel, protocolVersion, maxPayloadBytes, framebufferVersion];
    });

    assert.deepEqual(facts, [
      [22, 0x01000000, 4096, 1], [24, 0x01000000, 262_144, 1], [26, 0x01000000, 262_144, 1], [27, 0x01000000, 262_144, 2],
      [28, 0x01000001, 1_048_576, 2], [35, 0x01000001, 1_048_576, 2],
    ]);
  });
});
