import assert from 'node:assert/strict';
import { isLoaded, mayHaveBeenHeldBack, wasNotTaken } from '../../src/attribute/arrival.ts';
import { aFlow } from '../silence/factories.ts';

const get = (path: string, headers: readonly (readonly [string, string])[] = []) => aFlow({ url: `https://somebody.example${path}`, headers: headers.map(([name, value]) => [name, value]) });

describe('what may have been held back', () => {
  for (const [what, flow, expected] of [
    ['a page', get('/news/index.html'), [false, false]],
    ['a page with a switch', get('/news?lang=en&page=12'), [false, false]],
    ['a count in an address', get('/p.gif?n=10423'), [true, false]],
    ['a part of a digest in an address', get('/p.gif?v=9f02a7e788c1'), [true, false]],
    ['a part of a digest among the words of a path', get('/i/9f02a7e788c1.gif'), [true, false]],
    ['a digest in an address', get('/p.gif?v=9f02a7e788c1d4b6a0f3'), [true, true]],
    ['an authorization', get('/', [['Authorization', 'Bearer 9f02a7e788c1d4b6a0f3e5d2c7b8']]), [true, true]],
    ['an agent that is a load', get('/', [['User-Agent', '9f02a7e788c1d4b6a0f3e5d2c7b8']]), [true, true]],
    ["a server's own tag", get('/', [['If-None-Match', '"9f02a7e788c1d4b6a0f3e5d2c7b8"']]), [false, false]],
    ['a tag too long for one', get('/', [['If-None-Match', `"${'9f02a7e7'.repeat(9)}"`]]), [true, true]],
    ['whatever is posted', aFlow({ method: 'POST' }), [true, true]],
  ] as const) {
    it(`${expected[0] ? 'is' : 'is not'} ${what}${expected[0] && !expected[1] ? ', though the parts of pages look so too' : ''}`, () => {
      assert.deepEqual([mayHaveBeenHeldBack(flow), isLoaded(flow)], expected);
    });
  }

  it('is kept where it was not taken, unless it looks like a part of a page, which nobody asks for again', () => {
    const gone = { response: { status: 404, statusText: 'Not Found', headers: [] } };

    assert.deepEqual([get('/icon.png?v=1234'), get('/p.gif?v=9f02a7e788c1d4b6a0f3')].map((flow) => wasNotTaken({ ...flow, ...gone })), [false, true]);
  });
});
