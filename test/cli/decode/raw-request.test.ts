import assert from 'node:assert/strict';
import { hostOf, readRawRequest } from '../../../src/cli/decode/raw-request.ts';

const HEAD = 'POST /track?x=1 HTTP/1.1\r\nHost: Collector.example:8443\r\nContent-Type: text/plain\r\n';

describe('an HTTP request in a file', () => {
  it('is read: its line, its headers, its body', () => {
    const request = readRawRequest(Buffer.from(`${HEAD}\r\nthe body`))!;

    assert.deepEqual([request.method, request.target, request.httpVersion], ['POST', '/track?x=1', '1.1']);
    assert.deepEqual(request.headers, [['Host', 'Collector.example:8443'], ['Content-Type', 'text/plain']]);
    assert.equal(request.body.toString(), 'the body');
    assert.equal(hostOf(request), 'collector.example');
  });

  it('may end its lines as Unix does, and end with its head', () => {
    assert.equal(readRawRequest(Buffer.from('GET / HTTP/1.0\nA: b\n\nx'))?.body.toString(), 'x');
    assert.equal(readRawRequest(Buffer.from('GET http://a.example/ HTTP/1.1'))?.body.length, 0);
    assert.deepEqual(readRawRequest(Buffer.from('GET / HTTP/1.1\nA: b'))?.headers, [['A', 'b']]);
  });

  it('has its chunks put together, and nothing of it left out', () => {
    const head = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;

    assert.equal(bodyOf(`${head}3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n`), 'abcde');
    assert.equal(bodyOf(`${head}3\r\nabc\r\n5\r\nde`), 'abcde');
    assert.equal(bodyOf(`${head}3\r\nabc\r\nnot a chunk`), 'abcnot a chunk');
    assert.equal(bodyOf(`${head}no chunks at all`), 'no chunks at all');
    assert.match(bodyOf(`${head}1\r\na\r\n0\r\nTrailer: told\r\n\r\n`), /Trailer: told/);
    assert.equal(bodyOf(`${head}FFFFFFFF\r\nab`), 'ab');
  });

  for (const text of ['', 'POST', 'POST /x HTTP/1.1 and more\r\n\r\n', 'POST /x HTTP/1.1\r\nno header here\r\n\r\n', 'post /x HTTP/1.1\r\n\r\n', '{"a":"POST /x HTTP/1.1"}', 'HTTP/1.1 200 OK\r\n\r\n']) {
    it(`is not seen in ${JSON.stringify(text)}`, () => {
      assert.equal(readRawRequest(Buffer.from(text)), undefined);
    });
  }

  it('goes to the host of its target before that of its header', () => {
    const headers = [['Host', 'other.example']] as const;

    assert.equal(hostOf({ method: 'GET', target: 'https://u:p@one.example:1/x', headers }), 'one.example');
    assert.equal(hostOf({ method: 'CONNECT', target: 'two.example:443', headers }), 'two.example');
    assert.equal(hostOf({ method: 'GET', target: '/', headers: [] }), undefined);
  });

  it('is no matter of a long file: only its head is looked at', () => {
    const startMs = performance.now();
    readRawRequest(Buffer.from(`GET /${'a'.repeat(5_000_000)}`));
    readRawRequest(Buffer.from(`GET / HTTP/1.1\n${'a:b\n'.repeat(1_000_000)}`));

    assert.ok(performance.now() - startMs < 1000);
  });

  function bodyOf(text: string): string {
    return readRawRequest(Buffer.from(text))!.body.toString();
  }
});
