import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Random } from '../../test/decode/encode/random.ts';

/** Telemetry as an SDK batches it: events with the same keys and, among them, ids and hashes of their own. */
export function telemetry(byteCount: number, random: Random, carried?: string): string {
  const events: string[] = [];
  let length = 2;
  // The one that carries something stands anywhere but first.
  const carrier = random.between(1, Math.max(1, Math.floor(byteCount / 420) - 1));
  for (let index = 0; length < byteCount || index <= carrier; index += 1) {
    const event = JSON.stringify({
      _track_id: random.below(2 ** 31),
      time: 1_588_240_000_000 + random.below(1e9),
      type: 'track',
      event: `${random.word()}_${random.word()}`,
      distinct_id: uuid(random),
      lib: { $lib: 'Android', $lib_version: '6.8.0', $app_version: `12.${random.below(10)}.${random.below(10)}` },
      properties: {
        $os: 'Android',
        $screen_width: 1080,
        url: index === carrier && carried !== undefined ? `https://shop.example/${carried}/item` : `https://${random.word()}.example/${random.word()}?id=${random.below(1e6)}`,
        session: random.hex(16),
        digest: random.hex(32),
        duration: random.below(100_000),
        referrer: `${random.word()} ${random.word()} ${random.word()}`,
      },
    });
    events.push(event);
    length += event.length + 1;
  }
  return `[${events.join(',')}]`;
}

function uuid(random: Random): string {
  return `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`;
}

/** What else goes over a phone's line: pages, scripts, messages, pictures, tokens, compressed and not; none of it ours. */
export function ordinaryTraffic(random: Random): Buffer {
  switch (random.below(8)) {
    case 0: return Buffer.from(telemetry(random.between(500, 20_000), random));
    case 1: return Buffer.from(page(random));
    case 2: return message(random);
    case 3: return picture(random);
    case 4: return Buffer.from(`crc=${random.below(2 ** 31)}&gzip=1&data_list=${encodeURIComponent(gzipSync(telemetry(random.between(2000, 20_000), random)).toString('base64'))}`);
    case 5: return Buffer.from(JSON.stringify({ access_token: token(random), imei: random.text(15, '0123456789'), android_id: random.hex(16), md5: random.hex(32), sha1: random.hex(40), sha256: random.hex(64), oaid: random.hex(16), keys: Array.from({ length: 40 }, () => randomBytes(32).toString('base64')) }));
    case 6: return gzipSync(page(random));
    default: return Buffer.from(Array.from({ length: 30 }, () => `${random.word()}_${random.below(100)}=${random.pick([random.hex(16), random.hex(32), String(random.below(1e9)), randomBytes(24).toString('base64url'), random.word()])}`).join('&'));
  }
}

function page(random: Random): string {
  const blocks = Array.from({ length: random.between(20, 120) }, (_, index) =>
    `<div class="${random.word()}-${index}" data-id="${random.hex(12)}"><a href="/${random.word()}/${random.below(1e6)}?from=${random.word()}&amp;k=${random.hex(8)}">${random.word()} ${random.word()} ${random.word()}</a><img src="data:image/png;base64,${randomBytes(90).toString('base64')}"/></div>`);
  return `<!DOCTYPE html><html><head><title>${random.word()}</title><script>window.__S__=${JSON.stringify({ build: random.hex(40), t: random.below(1e9), list: Array.from({ length: 30 }, () => random.hex(20)) })};var p="\\u003c\\x41";</script></head><body>${blocks.join('\n')}</body></html>`;
}

function message(random: Random): Buffer {
  const writer = new BinaryWriter();
  for (let entry = random.between(5, 80); entry > 0; entry -= 1) {
    writer.uint32((1 << 3) | 2).fork();
    writer.uint32((1 << 3) | 2).string(`${random.word()}.${random.word()}`);
    writer.uint32(2 << 3).int64(random.below(1e12));
    writer.uint32((3 << 3) | 2).bytes(randomBytes(random.between(8, 64)));
    writer.uint32((4 << 3) | 2).string(random.hex(32));
    writer.uint32((5 << 3) | 1).double(random.fraction());
    writer.join();
  }
  return Buffer.from(writer.finish());
}

/** The start of a JPEG, and what looks like its entropy-coded data. */
function picture(random: Random): Buffer {
  const data = randomBytes(random.between(5000, 60_000));
  for (let at = data.indexOf(0xff); at >= 0 && at < data.length - 1; at = data.indexOf(0xff, at + 2)) data[at + 1] = 0;
  return Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), data, Buffer.from('ffd9', 'hex')]);
}

function token(random: Random): string {
  const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${segment({ alg: 'RS256', kid: random.hex(20) })}.${segment({ sub: uuid(random), aud: random.word(), iat: random.below(1e9) })}.${randomBytes(256).toString('base64url')}`;
}
