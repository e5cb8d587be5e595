import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { MOMENTS } from '../../emulator/mutants/moment.ts';
import { specFileOf } from '../../src/flow/work-name.ts';
import { planSpecs, type SpecActions } from '../../src/run/plan-specs.ts';
import { onePerClaim } from '../../src/run/one-per-claim.ts';
import { allSpecs } from '../../src/run/spec-files.ts';
import { claimText } from '../../src/report/claim-sheet.ts';
import { ACTION_OF_MOMENT } from '../mutants/moments-to-actions.ts';

const SPECS = fileURLToPath(new URL('../../specs/', import.meta.url));

/** A test of a spec file: what it asks, and of which action. */
interface Asked {
  readonly title: string;
  readonly by: string;
  readonly action: string;
}

describe('specs', () => {
  let plans: readonly SpecActions[] = [];

  before('reads every spec file', async () => {
    const planned = await planSpecs(SPECS, allSpecs(SPECS));
    assert.deepEqual(planned.filter((plan) => 'failed' in plan), []);
    plans = planned.flatMap((plan) => ('actions' in plan ? [plan] : []));
  });

  it('have a sham, a positive control and an action each', () => {
    for (const { spec, actions } of plans) {
      for (const kind of ['sham', 'action', 'control']) assert.ok(actions.some((action) => action.kind === kind), `${spec} has no ${kind}`);
    }
  });

  it('ask of every action that it is silent and of every control that it is seen, once each', () => {
    for (const { spec, actions } of plans) {
      const ofKind = (kind: string): readonly string[] => actions.filter((action) => action.kind === kind).map(({ name }) => name);
      const asked = testsOf(spec);
      const askedBy = (by: string): readonly string[] => asked.filter((test) => test.by === by).map(({ action }) => action);

      assert.deepEqual(askedBy('expectSilence'), ofKind('action'), spec);
      assert.deepEqual(askedBy('expectTraffic'), ofKind('control'), spec);
      assert.equal(asked.filter(({ title }) => title.endsWith('(positive control)')).length, ofKind('control').length, spec);
    }
  });

  it('name claims that there are', () => {
    const unknown = plans.flatMap(({ spec, actions }) => actions.flatMap(({ claims }) => claims).filter((claim) => claimText(claim) === claim).map((claim) => `${spec}: ${claim}`));

    assert.deepEqual(unknown, []);
  });

  it('let a brief run tell every claim that any action is about', () => {
    const brief = onePerClaim(plans);
    const told = plans.flatMap(({ spec, actions }) => actions.filter(({ name }) => brief.get(spec)?.includes(name) === true).flatMap(({ claims }) => claims));

    assert.deepEqual([...new Set(told)].sort(), [...new Set(plans.flatMap(({ actions }) => actions.flatMap(({ claims }) => claims)))].sort());
  });

  it('let a brief run judge each claim by what was reported of it', () => {
    const brief = onePerClaim(plans);

    assert.deepEqual(brief.get('browser/visiting'), ['visits a site', 'visits a site incognito', 'searches with Google']);
    assert.deepEqual(brief.get('browser/news'), ['opens a news item']);
    assert.deepEqual(brief.get('launcher/screens'), ['swipes to the next screen', 'opens an app']);
  });

  it('let a brief run perform nothing for the incognito switch on a build that has none: other specs visit as well', () => {
    const without = plans.map((plan) => ({ ...plan, actions: plan.actions.filter(({ name }) => !name.endsWith('and enhanced on')) }));

    assert.deepEqual(onePerClaim(plans).get('browser/incognito-switch'), ['visits a site with incognito on and enhanced off', 'visits a site with incognito on and enhanced on']);
    assert.equal(onePerClaim(without).has('browser/incognito-switch'), false);
  });

  it('bring about every moment a leak can be planted in, or the reason why not is said', () => {
    assert.deepEqual(Object.keys(ACTION_OF_MOMENT).sort(), Object.keys(MOMENTS).sort());
    for (const [moment, driven] of Object.entries(ACTION_OF_MOMENT)) {
      if (driven.action === undefined) {
        assert.ok('why' in driven && driven.why.length > 20, moment);
        continue;
      }
      const action = plans.find(({ spec }) => spec === specFileOf(driven.spec))?.actions.find(({ name }) => name === driven.action);
      assert.equal(action?.kind, 'action', `${moment}: ${driven.spec} has no action "${driven.action}"`);
    }
  });
});

/** Calls of the form `it('…', expectSilence(journey, 'action'))` in a spec file. */
function testsOf(spec: string): readonly Asked[] {
  const file = join(SPECS, `${spec}.spec.ts`);
  const found: Asked[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'it') {
      const [title, body] = node.arguments;
      assert.ok(title !== undefined && ts.isStringLiteralLike(title) && body !== undefined && ts.isCallExpression(body), `${spec}: ${node.getText()}`);
      const action = body.arguments[1];
      assert.ok(action !== undefined && ts.isStringLiteralLike(action), `${spec}: ${node.getText()}`);
      found.push({ title: title.text, by: body.expression.getText(), action: action.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}
