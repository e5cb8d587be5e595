import assert from 'node:assert/strict';
import { decodeBytes } from '../../src/decode/decode.ts';
import { GrownReadings } from '../../src/decode/grown-readings.ts';
import { SecondLook } from '../../src/decode/second-look.ts';
import type { Indicator } from '../../src/flow/indicator.ts';
import { prepareSearch, searchHits, searchLeaks, type IndicatorHit } from '../../src/leak/search.ts';
import { Random } from '../decode/encode/random.ts';

const IDENTITY = { id: 'f000001', host: 'collector.example', owner: 'unknown' };
const IMEI: Indicator = { name: 'imei', class: 'personal', value: '867365093401452' };

function masked(text: string, key: number): Buffer {
  return Buffer.from(Buffer.from(text).map((byte) => byte ^ key));
}

describe('a second look at what reads badly', () => {
  it('finds a value in base64 among words under a mask of few bits, which reads as well as it would without', () => {
    const digits = Buffer.from(`network of ${IMEI.value} from mi`).toString('base64');

    const findings = searchLeaks([decodeBytes(masked(`folder mi: eL${digits}; session`, 0x03))], [IMEI], IDENTITY);

    assert.deepEqual(findings.map(({ indicator, path }) => [indicator, path.slice(0, 2)]), [['imei', ['body', 'xor:0x03']]]);
  });

  it('finds a value in hexadecimal digits under a mask of few bits, of which some stay digits and read as something', () => {
    const digits = Buffer.from(`mi of ${IMEI.value} from page`, 'utf16le').toString('hex');

    const findings = searchLeaks([decodeBytes(masked(digits, 0x07))], [IMEI], IDENTITY);

    assert.deepEqual(findings.map(({ path }) => path), [['body', 'xor:0x07', 'hex', 'utf-16le']]);
  });

  it('finds base64 that was wrapped and then turned around', () => {
    const wrapped = Buffer.from(`view of ${IMEI.value} from launch, ${'card of a folder, '.repeat(6)}`).toString('base64').replace(/.{64}(?=.)/g, '$&\r\n');

    const findings = searchLeaks([decodeBytes(Buffer.from(wrapped).reverse())], [IMEI], IDENTITY);

    assert.deepEqual(findings.map(({ indicator }) => indicator), ['imei']);
  });

  it('does not tell of a value again that was found at once', () => {
    const digits = Buffer.from(`network of ${IMEI.value} from mi`).toString('base64');
    const layers = [decodeBytes(masked(`folder mi: eL${digits}; session`, 0x03)), decodeBytes(Buffer.from(JSON.stringify({ imei: IMEI.value })), 'query')];

    const findings = searchLeaks(layers, [IMEI], IDENTITY);

    assert.deepEqual(findings.map(({ path }) => path), [['query', 'json:$.imei']]);
  });

  it('does not search for what is short', () => {
    const short: Indicator = { name: 'serial', class: 'personal', value: '1c9f77e2' };
    const digits = Buffer.from(`network of ${short.value} from mi`).toString('base64');

    assert.deepEqual(searchLeaks([decodeBytes(masked(`folder mi: eL${digits}; session`, 0x03))], [short], IDENTITY), []);
  });

  it('tries nothing where telemetry reads as it should', () => {
    const root = decodeBytes(Buffer.from(JSON.stringify({ event: 'page_view', time: 1_588_240_000_000, id: 'c0ffee00c0ffee00c0ffee00c0ffee00', url: 'https://shop.example/item?id=7' })));

    assert.deepEqual([...new SecondLook([root]).readings()], []);
  });

  it('finds the same of each of two searches, whichever of them has grown the readings and settled the layer', () => {
    const mac: Indicator = { name: 'mac', class: 'personal', value: '9a:3c:51:e0:7b:d4' };
    const said = masked(`folder mi: eL${Buffer.from(`network of ${IMEI.value} from mi, ${mac.value}`).toString('base64')}; session`, 0x03);
    const searches = [IMEI, mac].map((indicator) => prepareSearch([indicator]));
    const alone = searches.map((search) => searchHits([decodeBytes(said)], search, IDENTITY));

    for (const inOrder of [searches, [...searches].reverse()]) {
      const layers = [decodeBytes(said)];
      const grown = new GrownReadings();
      const found = new Map(inOrder.map((search) => [search, searchHits(layers, search, IDENTITY, grown)]));

      assert.deepEqual(searches.map((search): readonly IndicatorHit[] => found.get(search) ?? []), alone);
    }
    assert.deepEqual(alone.map(({ length }) => length), [1, 1]);
  });

  it('grows at a second look for something else only what the first has not', () => {
    const layers = [decodeBytes(Buffer.from(new Random(7).text(300, '!$%*AZaz09{}|~^')))];
    const grown = new GrownReadings();
    const [first, second] = [[...new SecondLook(layers, grown).readings()], [...new SecondLook(layers, grown).readings()]];

    assert.ok(first.length > 10);
    assert.equal(second.length, first.length);
    second.forEach((reading, index) => assert.equal(reading, first[index]));
  });

  it('ends after some hundreds of readings, whatever it is given', () => {
    const random = new Random(5);
    const garbage = Array.from({ length: 400 }, () => random.text(40, '!$%*AZaz09{}|~^')).join('&');

    const readings = [...new SecondLook([decodeBytes(Buffer.from(garbage))]).readings()].length;

    assert.ok(readings <= 256, `${readings} readings, expected at most 256`);
  });
});
