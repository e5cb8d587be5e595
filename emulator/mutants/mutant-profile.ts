import { extendProfile, type JsonObject } from '../phone/profile/extend.ts';
import { MOMENTS, type Moment, type MomentName } from './moment.ts';
import type { Mutant, Plant } from './table.ts';

const BASE = '../ginkgo-silent.json';
const ALWAYS = ['C10'];

/** The profile of a mutant: the silent phone, and its one leak. */
export function mutantProfile(mutant: Mutant): JsonObject {
  const { id, family, moments, sdk, rule = {}, phone = {} } = mutant;
  const planted = plantsOf(mutant);
  return extendProfile(
    {
      $schema: '../../profile.schema.json',
      id,
      about: `The silent Redmi Note 8 with one leak (${family}): when ${planted.map(({ says }) => says).join(', ')}, ${String(sdk['preset'])} tells ${hostOf(sdk)}.`,
      plants: planted,
      sdks: { leak: sdk },
      rules: moments.map((name) => extendProfile(ruleOf(name), rule)),
    },
    phone,
  );
}

/** What makes a mutant leak. */
export function plantsOf({ moments, plants = [], circumstance }: Mutant): readonly Plant[] {
  return [...moments.map((name): Plant => MOMENTS[name]), ...plants].map(({ package: packageName, event, says }) => ({
    package: packageName, event, says: circumstance === undefined ? says : `${says}, ${circumstance}`,
  }));
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

function hostOf(sdk: JsonObject): string {
  return String(sdk['to']).replace(/^([a-z]+:\/\/[^/?]+).*/, '$1');
}
