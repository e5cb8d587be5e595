import assert from 'node:assert/strict';
import fc from 'fast-check';
import { attachmentIn } from '../../../emulator/phone/network/web/attachment.ts';
import { readDocument } from '../../../emulator/phone/network/web/html.ts';
import { refererFor } from '../../../emulator/phone/network/web/referrer.ts';

describe('the referrer of a request', () => {
  const PAGE = 'https://a.test/path?q=1#part';

  for (const [policy, same, other, downgrade] of [
    [undefined, 'https://a.test/path?q=1', 'https://a.test/path?q=1', undefined],
    ['no-referrer', undefined, undefined, undefined],
    ['origin', 'https://a.test/', 'https://a.test/', 'https://a.test/'],
    ['unsafe-url', 'https://a.test/path?q=1', 'https://a.test/path?q=1', 'https://a.test/path?q=1'],
    ['same-origin', 'https://a.test/path?q=1', undefined, undefined],
    ['strict-origin', 'https://a.test/', 'https://a.test/', undefined],
    ['origin-when-cross-origin', 'https://a.test/path?q=1', 'https://a.test/', 'https://a.test/'],
    ['strict-origin-when-cross-origin', 'https://a.test/path?q=1', 'https://a.test/', undefined],
    ['no-referrer, origin, from-the-future', 'https://a.test/', 'https://a.test/', 'https://a.test/'],
  ] as const) {
    it(`follows the policy ${policy ?? 'of browsers in early 2020 when there is none'}`, () => {
      assert.deepEqual(
        ['https://a.test/x', 'https://b.test/x', 'http://b.test/x'].map((target) => refererFor(PAGE, target, policy)),
        [same, other, downgrade],
      );
    });
  }
});

describe('reading a page', () => {
  it('finds parts by base, quotes and relations', () => {
    const document = readDocument(
      `<head><base href="/deep/"><link rel=preload href=no.css><link rel="shortcut icon" href='i.ico'>
       <!-- <img src="gone.png"> --><meta name="referrer" content="origin"></head>
       <body><h1>Head</h1>Say &quot;hi&#33;&quot;<img src=p.png><img src="data:image/png;base64,AA"><script src="//c.test/s.js"></script>
       <a href="mailto:a@b">mail</a> <a href="next">N<b>ex</b>t</a></body>`,
      'https://a.test/page',
    );

    assert.deepEqual(document, {
      title: '',
      text: 'Say "hi!"',
      links: [{ text: 'Next', url: 'https://a.test/deep/next' }],
      parts: ['https://a.test/deep/i.ico', 'https://a.test/deep/p.png', 'https://c.test/s.js'],
      videos: [],
      referrerPolicy: 'origin',
    });
  });

  it('finds videos by their own source or the first of several', () => {
    const { videos, text } = readDocument(
      `<body>Look:<video src="/a.mp4" title="First &amp; best">no player</video><video controls><source src=b/c.webm><source src=d.mp4></video><video></video></body>`,
      'https://a.test/page',
    );

    assert.deepEqual(videos, [{ title: 'First & best', url: 'https://a.test/a.mp4' }, { title: 'c.webm', url: 'https://a.test/b/c.webm' }]);
    assert.equal(text, 'Look:');
  });

  it('is not upset by rubbish', () => {
    const rubbish = fc.array(fc.oneof(fc.string(), fc.constantFrom('<a href=', '<video src=', '</video>', '<img src="', '<title>', '&#99999999999;', '<base href=":">', '-->', '<script'))).map((parts) => parts.join(''));

    fc.assert(fc.property(rubbish, (html) => void readDocument(html, 'https://a.test/')));
  });
});

describe('a file offered in place of a page', () => {
  const answer = (headers: Readonly<Record<string, string>>, status = 200) => ({ status, headers, body: Buffer.from('four') });

  for (const [what, url, headers, expected] of [
    ['as an attachment', 'https://a.test/x', { 'content-type': 'text/plain', 'content-disposition': 'attachment; filename="My report.pdf"' }, 'My report.pdf'],
    ['under an extended name', 'https://a.test/x', { 'content-disposition': "attachment; filename=a; filename*=UTF-8''na%C3%AFve.txt" }, 'naïve.txt'],
    ['by its type alone', 'https://a.test/files/a%20b.zip?x=1', { 'content-type': 'application/zip' }, 'a b.zip'],
    ['with a path for a name', 'https://a.test/x', { 'content-disposition': 'attachment; filename="../../etc/passwd"' }, '_.._etc_passwd'],
    ['without any name', 'https://a.test/', { 'content-type': 'application/octet-stream' }, 'downloadfile'],
    ['with a stray per cent', 'https://a.test/100%.bin', { 'content-type': 'application/octet-stream' }, '100%.bin'],
  ] as const) {
    it(`is known ${what}`, () => {
      assert.deepEqual(attachmentIn(url, answer(headers))?.fileName, expected);
    });
  }

  it('is none when it can be shown, or is an error', () => {
    const none = [answer({}), answer({ 'content-type': 'text/html; charset=utf-8' }), answer({ 'content-type': 'application/json' }), answer({ 'content-type': 'application/zip' }, 404)];

    assert.deepEqual(none.map((one) => attachmentIn('https://a.test/x', one)), [undefined, undefined, undefined, undefined]);
  });
});
