import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fill, fillString, templateProblems } from '../../../emulator/phone/profile/template.ts';

const VALUES: Readonly<Record<string, string | number | boolean>> = {
  'data.url': 'https://a.test/?q=1',
  'data.count': 3,
  'data.incognito': false,
  'id.imei': '863214057719046',
};
const lookUp = (name: string) => VALUES[name];

describe('a template', () => {
  it('keeps the type of what it stands for when it is nothing else', () => {
    assert.deepEqual(fill({ a: '${data.count}', b: ['${data.incognito}'], c: 'x${data.count}', d: 1, e: null }, lookUp), {
      a: 3,
      b: [false],
      c: 'x3',
      d: 1,
      e: null,
    });
  });

  it('applies functions, also within each other', () => {
    assert.equal(fillString('${upper(md5(id.imei))}', lookUp), 'D3391D02D82DCC565DB625F732AA123D');
    assert.equal(fillString('${url(data.url)}', lookUp), 'https%3A%2F%2Fa.test%2F%3Fq%3D1');
  });

  it('is empty where there is no such thing', () => {
    assert.equal(fillString('<${data.nothing}${md5(data.nothing)}>', lookUp), '<>');
  });

  it('leaves text without placeholders as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('${')),
        (text) => fillString(text, lookUp) === text,
      ),
    );
  });

  it('says what is wrong with a name or a function', () => {
    assert.deepEqual(templateProblems('${data.url}${time}'), []);
    assert.match(templateProblems('${date.url}')[0] ?? '', /begins with "date", expected one of data, id,/);
    assert.match(templateProblems('${event.text}')[0] ?? '', /goes on behind "event", which stands by itself; what an event says is \$\{data\.<name>\}/);
    assert.match(templateProblems('${md5(data)}')[0] ?? '', /has no name behind "data", expected \$\{data\.<name>\}/);
    assert.match(templateProblems('${md5 data}')[0] ?? '', /neither a name nor a function/);
  });
});
