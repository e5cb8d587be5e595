import assert from 'node:assert/strict';
import { decodeBytes } from '../../src/decode/decode.ts';
import { placeOf } from './place-of.ts';

// Synthetic bodies in the shape the SDKs send; no captured data.
const SENSORS_BODY =
  'crc=-1045101283&gzip=1&data_list=H4sIAAAAAAACA1WPsU4DMRBE%2F2VE6dz5gMDhjooPoETIMvbmssrFtux1pCjKvyMcmkyz0mjmrebrAivF%2BYPlADMpCB8JZtrO8%2BOzvklBzplg0INQoBNFgUF2C9k1uWC7Y6u4IlAIXIWjl85Eaxw23kVXzhut9QSFlX9gLnjoF%2B8xlMQBqhv2RKVyijB4GeZB46qQS8pUhKn2Wqp3rVZWGOxFcjXj%2BP%2Fpdffk3vwgVGXk6NMChSM3toWWG%2F3z4w9td2ure3s%2Fe9pqra%2Ffv8NSgh0dAQAA';
const SPOCK_VALUE =
  'eyJIIjp7InN0IjoiMTU4ODI0MDAwMDAwMCJ9LCJCIjpbeyJIIjp7ImFwcCI6ImNvbS5taXVpLnBsYXllciJ9LCJCIjp7ImV2ZW50Ijoib3BlbiJ9fV19';

describe('decoding what the telemetry SDKs send', () => {
  it('reads a Sensors data_list down to the visited URL', () => {
    const root = decodeBytes(Buffer.from(SENSORS_BODY));

    assert.deepEqual(placeOf([root], 'canary-7f3a9c'), ['body', 'form:data_list', 'base64', 'gzip', 'json:$[0].properties.url']);
  });

  it('reads the older base64 envelope of the MIUI analytics service', () => {
    const root = decodeBytes(Buffer.from(`value=${SPOCK_VALUE}&ts=1588240000000&nonce=x1&sign=0123456789abcdef0123456789abcdef&gzip=0`));

    assert.deepEqual(placeOf([root], 'com.miui.player'), ['body', 'form:value', 'base64', 'json:$.B[0].H.app']);
  });
});
