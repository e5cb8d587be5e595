import assert from 'node:assert/strict';
import { judgeSpec } from '../../src/silence/judge-spec.ts';
import { loadRegister } from '../../src/silence/register.ts';
import type { Header } from '../../src/flow/flow.ts';
import { Bodies, CONTROL_HOST, T0, aFlow, aPhone, aWindow, theControlFlow, theProbes } from './factories.ts';

const LOAD = 'q2x7Jf0aLw9dKe3vRtYbNm5uHcZsPoGi';

/** What becomes of the action, long before the control, when the page that the control asks for is asked for once more with a header. */
function judged(...headers: readonly Header[]): string | undefined {
  const again = aFlow({ url: `https://${CONTROL_HOST}/all`, startMs: T0 + 41_500, headers });
  const recorded = { flows: [...theProbes(), theControlFlow(), again] };
  return judgeSpec({ windows: [aWindow()], recordedOf: () => recorded, readBody: new Bodies().read, register: loadRegister(), phone: aPhone(), requiredWitnesses: ['wire'] }).verdicts[0]?.verdict;
}

describe('what goes where the control goes', () => {
  for (const [what, header] of [
    ['an authorization nobody can read', ['authorization', `Basic ${LOAD}`]],
    ['an agent that is a load', ['user-agent', `Mozilla/5.0 ${LOAD}`]],
    ['a page before that is a load', ['referer', `https://${CONTROL_HOST}/${LOAD}`]],
    ['a tag too long for one', ['if-none-match', `"${LOAD.repeat(3)}"`]],
  ] satisfies readonly (readonly [string, Header])[]) {
    it(`may have waited for it where it brings ${what}: nobody can call an earlier action silent`, () => assert.equal(judged(header), 'inconclusive'));
  }

  it('is the page that was asked for where it brings what any request brings, its tag among it', () => {
    assert.equal(judged(['user-agent', 'Mozilla/5.0 (Linux; Android 9)'], ['if-none-match', `"${LOAD}"`], ['referer', `https://${CONTROL_HOST}/all`]), 'silent');
  });
});
