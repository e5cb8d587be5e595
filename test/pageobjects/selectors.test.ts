import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { knownView, selectorsOf, viewNames } from '../../pageobjects/selectors.ts';
import { SelectorTableSchema, selectorsJsonSchema } from '../../pageobjects/selectors-schema.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../pageobjects/${file}`, import.meta.url), 'utf8'));

const GLOBAL = 'com.mi.android.globalFileexplorer';
const CHINESE = 'com.android.fileexplorer';
const phone = (language: string, packages: Readonly<Record<string, string>> = {}) => ({
  id: 'phone', language, packages: Object.fromEntries(Object.entries(packages).map(([name, versionName]) => [name, { versionName, versionCode: '1', uid: 10_001 }])),
});

describe('selectors', () => {
  it('of an app stand in its own package, where the table gives them in short', () => {
    const views = selectorsOf('file-manager', phone('en'), GLOBAL);

    assert.deepEqual(views.fileName, { id: `${GLOBAL}:id/file_name` });
    assert.deepEqual(selectorsOf('any-app', phone('en'), GLOBAL).ok, { id: 'android:id/button1' });
  });

  it('of a Chinese build carry its words', () => {
    assert.deepEqual(selectorsOf('file-manager', phone('zh'), CHINESE).menuRefresh, { id: 'android:id/text1', text: '刷新' });
    assert.deepEqual(selectorsOf('file-manager', phone('en'), GLOBAL).menuRefresh, { id: 'android:id/text1', text: 'Refresh' });
  });

  it('say for which app, version and view the table has no row', () => {
    assert.throws(() => knownView({ app: 'file-manager', view: 'trash', packageName: GLOBAL }, phone('en', { [GLOBAL]: '4.2.1' })), {
      code: 'BAD_INPUT',
      message: `looked up the view "trash" of file-manager for ${GLOBAL} 4.2.1 on phone, found no row in pageobjects/selectors.json, expected one`,
    });
  });

  it('say how sure each of them is, and by whom', () => {
    const { confidence, source } = knownView({ app: 'file-manager', view: 'paste', packageName: CHINESE }, phone('zh'));

    assert.equal(confidence, 'inferred');
    assert.match(source, /Redmi Note 11T 5G/);
    assert.ok(viewNames('file-manager').includes('paste'));
  });
});

describe('selectors.json', () => {
  it('keeps to its schema', () => {
    const { success, error } = SelectorTableSchema.safeParse(read('selectors.json'));
    assert.ok(success, error?.message);
  });

  it('has the schema that the code gives', () => {
    assert.deepEqual(read('selectors.schema.json'), JSON.parse(JSON.stringify(selectorsJsonSchema())));
    const validate = new Ajv2020().compile(read('selectors.schema.json') as object);

    assert.equal(validate(read('selectors.json')), true);
    assert.equal(validate({ music: { play: [{ id: 'btn_play' }] } }), false, 'a row without its source');
  });
});
