import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { decodeBytes } from '../../src/decode/decode.ts';
import type { Indicator } from '../../src/flow/indicator.ts';
import { prepareSearch, searchHits } from '../../src/leak/search.ts';
import { splitOverFields, splitOverFlows } from '../../src/leak/split-values.ts';
import type { SearchedFlow } from '../../src/leak/split-values.ts';

const ANDROID_ID = '8d1f6c3ae90b4275';
const INDICATORS: readonly Indicator[] = [{ name: 'android_id', class: 'personal', value: ANDROID_ID }];
const search = prepareSearch(INDICATORS);
const PACKED = gzipSync(JSON.stringify({ words: Array.from({ length: 60 }, (_, index) => `word ${index * 7919}`), id: ANDROID_ID })).toString('base64');

function searched(id: string, body: string): SearchedFlow {
  const layers = [decodeBytes(Buffer.from(body))];
  const identity = { id, host: 'collector.example', owner: 'unknown' };
  return { identity, layers, hits: searchHits(layers, search, identity) };
}

describe('a value that was cut up', () => {
  it('is found over neighbouring fields of one flow', () => {
    const flow = searched('f1', JSON.stringify({ a: ANDROID_ID.slice(0, 9), b: ANDROID_ID.slice(9) }));

    assert.deepEqual(flow.hits, []);
    assert.deepEqual(splitOverFields(flow, search).map(({ finding }) => [finding.indicator, finding.flow]), [['android_id', 'f1']]);
  });

  for (const [what, body] of [
    ['elements', `<log><a>${ANDROID_ID.slice(0, 8)}</a>\n  <b>${ANDROID_ID.slice(8)}</b></log>`],
    ['attributes', `<event a="${ANDROID_ID.slice(0, 8)}" b="${ANDROID_ID.slice(8)}"/>`],
    ['a text and a section', `<log><a>${ANDROID_ID.slice(0, 8)}</a><![CDATA[${ANDROID_ID.slice(8)}]]></log>`],
  ] as const) {
    it(`is found over ${what} of XML`, () => {
      const flow = searched('f1', body);

      assert.deepEqual(flow.hits, []);
      assert.deepEqual(splitOverFields(flow, search).map(({ finding }) => finding.form), ['in 2 values one after the other']);
    });
  }

  it('is found over the requests of a flush, and held against the last', () => {
    const flows = [searched('f1', `part=${ANDROID_ID.slice(0, 7)}`), searched('f2', `part=${ANDROID_ID.slice(7)}`)];

    assert.deepEqual(splitOverFlows(flows, search).map(({ finding }) => [finding.indicator, finding.flow]), [['android_id', 'f2']]);
  });

  for (const cut of [48, 100, 300]) {
    it(`is found where a compressed stream was cut in two behind ${cut} characters`, () => {
      const flows = [searched('f1', JSON.stringify({ part: PACKED.slice(0, cut) })), searched('f2', JSON.stringify({ part: PACKED.slice(cut) }))];

      assert.ok(PACKED.length > cut + 50);
      assert.deepEqual(splitOverFlows(flows, search).map(({ finding }) => [finding.indicator, finding.flow]), [['android_id', 'f2']]);
    });
  }

  it('is not made of what different flows happen to say', () => {
    const flows = [searched('f1', 'part=8d1f6c'), searched('f2', 'part=000000'), searched('f3', 'part=3ae90b4275')];

    assert.deepEqual(splitOverFlows(flows, search), []);
  });
});
