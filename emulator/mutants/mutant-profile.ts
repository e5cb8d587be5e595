import { extendProfile, type JsonObject } from '../phone/profile/extend.ts';
import { MOMENTS, type Moment, type MomentName } from './moment.ts';
import type { Mutant } from './table.ts';

const BASE = '../ginkgo-silent.json';
const ALWAYS = ['C10'];

/** The profile of a mutant: the silent phone, and its one leak. */
export function mutantProfile(mutant: Mutant): JsonObject {
  const { id, family, moments, sdk, rule = {}, phone = {} } = mutant;
  const planted = moments.map((name): Moment => MOMENTS[name]);
  return extendProfile(
    {
      $schema: '../../profile.schema.json',
      id,
      about: `The silent Redmi Note 8 with one leak (${family}): ${describe(planted, sdk)}.`,
      plants: planted.length > 0 ? planted.map(({ package: packageName, event, says }) => ({ package: packageName, event, says })) : plantsOf(sdk),
      sdks: { leak: sdk },
      rules: moments.map((name) => extendProfile(ruleOf(name), rule)),
    },
    phone,
  );
}

/** With its base named: the way it is written to a file. */
export function mutantDocument(mutant: Mutant): string {
  const { $schema, ...rest } = mutantProfile(mutant);
  return `${JSON.stringify({ $schema, extends: BASE, ...rest }, undefined, 2)}\n`;
}

/** What a moment makes an SDK send. */
export function ruleOf(name: MomentName): JsonObject {
  const moment: Moment = MOMENTS[name];
  return {
    name,
    when: { package: moment.package, event: moment.event, ...(moment.data === undefined ? {} : { data: moment.data }) },
    sdk: 'leak',
    event: name.replaceAll('-', '_'),
    fields: moment.fields,
    claims: [...moment.claims, ...ALWAYS],
    mark: 'invented',
  };
}

function describe(planted: readonly Moment[], sdk: JsonObject): string {
  const what = `${String(sdk['preset'])} tells ${String(sdk['to']).replace(/^([a-z]+:\/\/[^/?]+).*/, '$1')}`;
  return planted.length === 0 ? `${what} by itself` : `when ${planted.map(({ says }) => says).join(', ')}, ${what}`;
}

/** SDKs that speak without a rule do so at each screen of their apps. */
function plantsOf(sdk: JsonObject): readonly JsonObject[] {
  const apps = Array.isArray(sdk['apps']) ? sdk['apps'].map(String) : [];
  return apps.map((packageName) => ({ package: packageName, event: 'activity.resume', says: `a screen of ${packageName} comes to the front` }));
}
