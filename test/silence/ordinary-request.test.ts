import assert from 'node:assert/strict';
import { isOrdinary } from '../../src/silence/ordinary-request.ts';

const DALVIK = 'Dalvik/2.1.0 (Linux; U; Android 9; Redmi Note 8 MIUI/V11.0.8.0.PCOMIXM)';
const CHROME = 'Mozilla/5.0 (Linux; U; Android 10; zh-cn; M2001J2E Build/QKQ1.191222.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/71.0.3578.141 Mobile Safari/537.36 XiaoMi/MiuiBrowser/12.1.4-g';

describe('an ordinary request', () => {
  for (const [name, value] of [
    ['user-agent', DALVIK],
    ['user-agent', CHROME],
    ['accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7'],
    ['accept-language', 'en-GB,en-US;q=0.9,zh-Hans-CN;q=0.8,*;q=0.1'],
    ['accept-encoding', 'gzip, deflate, br'],
    ['sec-ch-ua', '"Not_A Brand";v="8", "Chromium";v="120", "Google Chrome";v="120"'],
    ['x-requested-with', 'com.mi.globalbrowser'],
    ['referer', 'https://reading.visited.test/'],
    ['range', 'bytes=0-'],
  ] as const) {
    it(`may say ${name}: ${value}`, () => assert.ok(isOrdinary([[name, value]])));
  }

  for (const [name, value] of [
    ['user-agent', '9f02a7e788c1d4b6a0f3e5d2c7b8'],
    ['user-agent', `${DALVIK} 9f02a7e788c1`],
    ['user-agent', 'Mozilla/5.0 (9f02 a7e7 88c1 d4b6 a0f3 e5d2)'],
    ['if-none-match', '"9f02a7e7"'],
    ['accept', 'text/9f02a7e788c1d4b6'],
    ['accept-language', 'abcdefgh-abcdefgh-abcdefgh'],
    ['accept-encoding', 'abcdefgh, ijklmnop'],
    ['cache-control', 'max-age=31337123'],
    ['range', 'bytes=31337-73313'],
    ['x-requested-with', 'com.a9f02a7e788c1d4b6'],
    ['referer', 'https://reading.visited.test/9f02a7e788c1d4b6'],
    ['origin', 'https://9f02a7e788c1d4b6.example'],
    ['authorization', 'Basic YTpi'],
    ['x-trace', '1'],
  ] as const) {
    it(`says nothing like ${name}: ${value}`, () => assert.ok(!isOrdinary([[name, value]])));
  }

  it('says a thing once', () => assert.ok(!isOrdinary([['accept-language', 'en'], ['Accept-Language', 'fr']])));

  it('may say what an entry knows of, whatever it is', () => assert.ok(isOrdinary([['X-Trace', '9f02a7e788c1d4b6']], ['x-trace'])));
});
