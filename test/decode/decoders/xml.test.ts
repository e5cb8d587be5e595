import assert from 'node:assert/strict';
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import fc from 'fast-check';
import { xml } from '../../../src/decode/decoders/xml.ts';
import { decodeWith, pathOf, steps } from './decoding.ts';

function located(text: string, needle: string): readonly string[] {
  const bytes = Buffer.from(text);
  return xml.locate?.(bytes, bytes.indexOf(needle)) ?? [];
}

describe('XML', () => {
  it('opens texts and attributes with character references, and CDATA', () => {
    const text = '<?xml version="1.0"?><r a="&#x41;&quot;" b=\'plain\'>x &lt; &#121;<!-- &lt; --><c>no</c><![CDATA[{"a":1}]]></r>';
    const decoded = decodeWith(xml, text);

    assert.equal(decoded?.format, 'xml');
    assert.deepEqual(steps(decoded), [['xml-text', 'A"'], ['xml-text', 'x < y'], ['cdata', '{"a":1}']]);
    assert.deepEqual(decoded.pieces.map(({ view }) => view), [undefined, undefined, true]);
  });

  it('locates elements, attributes and repeated elements', () => {
    const text = '<root><item k="k1">t1</item><br/><item k="k2" l=l2>t2<b>t3</b></item><!-- c --><x>t4</x></root>';

    assert.deepEqual(located(text, 't1'), ['xml:/root/item']);
    assert.deepEqual(located(text, 'k2'), ['xml:/root/item[2]/@k']);
    assert.deepEqual(located(text, 'l2'), ['xml:/root/item[2]/@l']);
    assert.deepEqual(located(text, 't3'), ['xml:/root/item[2]/b']);
    assert.deepEqual(located(text, 't4'), ['xml:/root/x']);
  });

  it('copes with HTML that leaves elements open, and with text torn off', () => {
    assert.deepEqual(located('<ul><li>a<li>b</ul><p>needle', 'needle'), ['xml:/p']);
    assert.deepEqual(steps(decodeWith(xml, '<a><b c="&amp;x')), [['xml-text', '&x']]);
    assert.deepEqual(steps(decodeWith(xml, '<a><![CDATA[torn')), [['cdata', 'torn']]);
  });

  it('decodes character references in other text, between quotes', () => {
    assert.deepEqual(steps(decodeWith(xml, '{"u":"https:&#x2F;&#x2F;h","v":"a&b;"}')), [['xml-text', 'https://h']]);
    assert.equal(decodeWith(xml, 'a < b & c; d'), undefined);
  });

  it('says the place of a piece before its step', () => {
    const bytes = Buffer.from('<r><i/><i n="&gt;1">&gt;2<![CDATA[abc]]></i></r>');

    assert.deepEqual(
      decodeWith(xml, bytes)?.pieces.map((piece) => pathOf(xml, bytes, piece)),
      [['xml:/r/i[2]/@n', 'xml-text'], ['xml:/r/i[2]', 'xml-text'], ['xml:/r/i[2]', 'cdata']],
    );
  });

  it('gives what a serializer was given', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x7e]{0,20}$/), fc.stringMatching(/^[\x20-\x7e]{0,20}$/), (text, value) => {
        const document = new DOMParser().parseFromString('<r><a/><b/></r>', 'text/xml');
        const element = document.getElementsByTagName('b')[0];
        element?.setAttribute('name', `zq7x<${value}`);
        element?.appendChild(document.createTextNode(`zq7x&<${text}`));
        const bytes = Buffer.from(new XMLSerializer().serializeToString(document));
        const pieces = decodeWith(xml, bytes)?.pieces ?? [];

        assert.deepEqual(pieces.map((piece) => [piece.bytes.toString(), pathOf(xml, bytes, piece)[0]]), [[`zq7x<${value}`, 'xml:/r/b/@name'], [`zq7x&<${text}`, 'xml:/r/b']]);
      }),
      { numRuns: 100 },
    );
  });

  it('never throws', () => {
    const shreds = fc.array(fc.constantFrom('<', '>', '/', '"', "'", '=', '<a', '</a>', '<!--', '-->', '<![CDATA[', ']]>', '<?', '&lt;', '&#', 'b', ' ')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(shreds, fc.nat(60), (text, offset) => {
        decodeWith(xml, `<${text}`);
        xml.locate?.(Buffer.from(text), offset);
      }),
    );
  });
});
