import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MOMENTS } from '../../../emulator/mutants/moment.ts';
import { mutantDocument } from '../../../emulator/mutants/mutant-profile.ts';
import { MUTANTS } from '../../../emulator/mutants/table.ts';
import { loadProfile } from '../../../emulator/phone/profile/load-profile.ts';
import { parseStep } from '../../../emulator/phone/telemetry/encodings/step.ts';

const FOLDER = fileURLToPath(new URL('../../../emulator/profiles/mutants/', import.meta.url));
const SCREENS = readFileSync(fileURLToPath(new URL('../../../docs/emulator/screens.md', import.meta.url)), 'utf8');

describe('the mutants', () => {
  it('are written as the table says; if not: node --import tsx emulator/mutants/write-mutants.ts', () => {
    const written = Object.fromEntries(readdirSync(FOLDER).map((name) => [name, readFileSync(FOLDER + name, 'utf8')]));

    assert.deepEqual(written, Object.fromEntries(MUTANTS.map((mutant) => [`${mutant.id}.json`, mutantDocument(mutant)])));
  });

  it('are profiles that load, each with one leak and the moments it is planted in', async () => {
    const profiles = await Promise.all(MUTANTS.map(({ id }) => loadProfile(`${FOLDER}${id}.json`)));

    for (const { id, sdks, plants } of profiles) {
      assert.deepEqual(Object.keys(sdks), ['leak'], id);
      assert.ok(plants.length > 0, `${id} says where it leaks`);
    }
  });

  it('cover every preset, transport and step of an encoding', async () => {
    const sdks = (await Promise.all(MUTANTS.map(({ id }) => loadProfile(`${FOLDER}${id}.json`)))).flatMap((profile) => Object.values(profile.sdks));
    const steps = new Set(sdks.flatMap((sdk) => (sdk.preset === 'generic' ? sdk.encode.map((text) => parseStep(text)?.name) : [])));

    assert.deepEqual(['sensors', 'onetrack', 'spock', 'tracks', 'mistat', 'columbus', 'generic'].filter((preset) => !sdks.some((sdk) => sdk.preset === preset)), []);
    assert.deepEqual(['proxy', 'direct', 'tcp', 'tls', 'udp', 'quic', 'dns', 'websocket'].filter((transport) => !sdks.some((sdk) => sdk.transport === transport)), []);
    const known = ['json', 'ndjson', 'form', 'multipart', 'xml', 'protobuf', 'msgpack', 'cbor', 'jwt', 'url', 'base64', 'base64url', 'hex', 'gzip', 'zlib', 'deflate', 'brotli', 'zstd', 'lz4', 'snappy', 'aes', 'utf16', 'xor', 'reverse', 'text', 'split', 'query', 'header', 'cookie', 'path', 'host'];
    assert.deepEqual(known.filter((step) => !steps.has(step)), []);
  });

  it('cover every claim of what the software says: C1 to C4, C6 to C11, C15 to C17', async () => {
    const claims = new Set((await Promise.all(MUTANTS.map(({ id }) => loadProfile(`${FOLDER}${id}.json`)))).flatMap(({ rules }) => rules.flatMap((rule) => rule.claims)));

    assert.deepEqual(['C1', 'C2', 'C3', 'C4', 'C6', 'C7', 'C8', 'C9', 'C10', 'C15', 'C16', 'C17'].filter((claim) => !claims.has(claim)), []);
  });

  for (const [name, moment] of Object.entries(MOMENTS)) {
    it(`are planted in moments that apps tell of: ${name}`, () => {
      const packageName = moment.package === 'com.mi.globalbrowser.mini' ? 'com.mi.globalbrowser' : moment.package;
      const row = SCREENS.split('\n').find((line) => [packageName, 'any'].some((app) => line.startsWith(`| ${app} | \`${moment.event}\``)));

      assert.ok(row !== undefined, `${packageName} ${moment.event} is not in the events of docs/emulator/screens.md`);
      const shared = packageName === 'com.mi.globalbrowser' ? ['incognito', 'enhanced'] : [];
      for (const [, field = ''] of Object.values(moment.fields).join(' ').matchAll(/data\.(\w+)/g)) assert.ok(row.includes(`\`${field}\``) || shared.includes(field), `${field} in ${row}`);
    });
  }
});
