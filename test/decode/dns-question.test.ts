import assert from 'node:assert/strict';

import { decodeFlow } from '../../src/decode/decode-flow.ts';
import type { Layer } from '../../src/decode/layer.ts';
import { aFlow } from '../record/flow-factory.ts';

const flat = (layers: readonly Layer[]): Layer[] => layers.flatMap((layer) => [layer, ...flat(layer.children)]);

describe('decodeFlow, of DNS', () => {
  it('searches the names a flow asks for like its host, hexadecimal labels included', () => {
    const label = Buffer.from('esq7xcanary').toString('hex');
    const flow = aFlow({ dns: { questions: [{ name: 'a.test', type: 'A' }, { name: `${label}.b.test`, type: 'AAAA' }] } });

    const found = flat(decodeFlow(flow, () => Buffer.alloc(0))).filter(({ path }) => path[0]?.startsWith('dns:'));

    assert.deepEqual(found.filter(({ path }) => path.length === 1).map(({ path, bytes }) => [path[0], bytes.toString()]), [['dns:question[0]', 'a.test'], ['dns:question[1]', `${label}.b.test`]]);
    assert.ok(found.some(({ path, bytes }) => path.length > 1 && bytes.toString() === 'esq7xcanary'));
  });
});
