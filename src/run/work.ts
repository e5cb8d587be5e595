import { CLEARING_SETUPS, CONSENT_SETUPS, type ConsentSetup } from '../flow/consent.ts';
import { workName } from '../flow/work-name.ts';
import { isAskedFor } from './chosen-actions.ts';
import { onePerClaim } from './one-per-claim.ts';
import type { DeclaredAction } from './plan-listener.ts';
import type { Carried, SpecActions, SpecPlanning } from './plan-specs.ts';

/** One spec, in one app, under one consent setup, on one phone: one spec process and one evidence folder. */
export interface PieceOfWork {
  /** Its name (`work-name.ts`). */
  readonly spec: string;
  /** Path of the spec file below `specs/`, without `.spec.ts`. */
  readonly file: string;
  /** Short name of the app; empty where the spec file could not be read. */
  readonly app: string;
  readonly package: string;
  readonly consent: ConsentSetup;
  /** Names of the actions a brief run performs of it; absent where all are meant. */
  readonly brief?: readonly string[];
}

/** What a phone cannot perform, and why: a whole spec, or one action of it. */
export interface LeftOut {
  readonly spec: string;
  readonly action?: string;
  readonly reason: string;
  /** Claims that it is about, or its actions are. */
  readonly claims: readonly string[];
}

/** What of its specs a run performs on one phone. */
export interface PhoneWork {
  /** In the order of their performance. */
  readonly pieces: readonly PieceOfWork[];
  readonly leftOut: readonly LeftOut[];
  /** Names of what is not started, because of it the run asks for nothing: no action by name or claim, in brief no claim that waits for it. */
  readonly notNeeded: readonly string[];
}

/** How much of the specs a run performs. */
export interface WorkChoice {
  /** One action a claim; without meaning where actions are named. */
  readonly brief: boolean;
  readonly actions?: readonly string[];
  /** Only specs with actions about one of these claims, and of them only those actions; absent: all. */
  readonly claims?: readonly string[];
  /** Short names of the only apps that specs are performed in; absent: all. */
  readonly apps?: readonly string[];
  /** Of the apps of families only these, or every one that the phone carries, also in brief; absent: every one, in brief the first. */
  readonly browsers?: 'all' | readonly string[];
  readonly consents: readonly ConsentSetup[];
}

const DECLINED: ConsentSetup = 'declined';

/** Setups that any spec may be performed under: in the other one a spec that does not clear an app's data itself would be as in `accepted`. */
const OF_ANY_SPEC = CONSENT_SETUPS.filter((setup) => setup !== 'cleared');

/**
 * Which pieces of work a phone is given: each spec in each app of its family that the phone carries, under each consent
 * setup. A brief run takes of each family the first app the phone carries, and judges each claim by the first action about
 * it. What has no action that is asked for is not started; a spec that could not be read is, for its own process to say why.
 *
 * @param carried The apps that the phone carries, and what it cannot perform in them.
 */
export function workOn(carried: Carried, plans: readonly SpecPlanning[], choice: WorkChoice): PhoneWork {
  const isBrief = choice.brief && choice.actions === undefined;
  const found = plans.map((plan) => (isUnasked(plan, choice) ? unasked(plan) : inApps(plan, carried, { isFirstOnly: isBrief && choice.browsers === undefined, choice })));
  const once = found.flatMap(({ works }) => works);
  const briefOf = isBrief ? (choice.browsers === undefined ? onePerClaimOf(once, choice) : onePerApp(once, choice)) : undefined;
  const isNeeded = (work: Work): boolean => work.actions === undefined || (briefOf === undefined ? hasAskedFor(work, choice) : briefOf.has(work.name));
  const consents = [...choice.consents.filter((consent) => !CLEARING_SETUPS.includes(consent)), ...CLEARING_SETUPS.filter((consent) => choice.consents.includes(consent))];
  return {
    pieces: consents.flatMap((consent) => once.filter((work) => isNeeded(work) && isUnder(work, consent) && !(consent === DECLINED && hasNoAgreement(work))).map((work) => pieceOf(work, consent, briefOf?.get(work.name)))),
    leftOut: [...found.flatMap(({ leftOut }) => leftOut), ...(consents.includes(DECLINED) ? once.filter((work) => isUnder(work, DECLINED) && hasNoAgreement(work)).map(withoutAgreement) : [])],
    notNeeded: once.filter((work) => !isNeeded(work) && !work.isImpossible).map(({ name }) => name),
  };
}

/** Whether a run has anything to perform of these actions: where nothing is chosen, a spec is what it is, whatever it declares. */
function hasAskedFor({ actions = [], isAll }: Work, choice: WorkChoice): boolean {
  if (isAll && choice.actions === undefined && choice.claims === undefined) return true;
  return actions.some((action) => action.kind === 'action' && isAskedFor(action, choice));
}

/** The consent setups a spec is performed under, where a run asks for them: those that it names, or all that any spec may be performed under. */
export function setupsOf({ consents = OF_ANY_SPEC }: Pick<SpecActions, 'consents'>): readonly ConsentSetup[] {
  return consents;
}

/** Whether a run was asked for none of the consent setups that a spec is performed under. */
export function isUnasked(plan: SpecPlanning, { consents }: Pick<WorkChoice, 'consents'>): plan is SpecActions {
  return 'actions' in plan && !setupsOf(plan).some((consent) => consents.includes(consent));
}

function unasked(plan: SpecActions): Found {
  const { spec, actions } = plan;
  const setups = setupsOf(plan);
  const reason = `it is performed only with --consent ${setups.join(',')}${setups.every((setup) => CLEARING_SETUPS.includes(setup)) ? ', which clears the data of the app' : ''}`;
  return { works: [], leftOut: [{ spec, reason, claims: claimsOf(actions) }] };
}

function isUnder(work: Work, consent: ConsentSetup): boolean {
  return setupsOf(work).includes(consent);
}

function claimsOf(actions: SpecActions['actions']): readonly string[] {
  return [...new Set(actions.flatMap(({ claims }) => claims))];
}

/** The phone's own face: nobody is asked there, and clearing its data would take more than consent away. */
const NEVER_CLEARED: readonly string[] = ['com.android.systemui', 'com.android.settings', 'com.miui.home'];

function hasNoAgreement({ package: name }: Work): boolean {
  return NEVER_CLEARED.includes(name);
}

function withoutAgreement({ file, of, package: name, actions = [] }: Work): LeftOut {
  const spec = workName({ file, ...(of === undefined ? {} : { app: of }), consent: DECLINED });
  return { spec, reason: `${name} has no agreement of its own that could be declined`, claims: claimsOf(actions) };
}

/** One action a claim, in each app of a family anew: browsers that were all asked for are all judged. */
function onePerApp(works: readonly Work[], choice: WorkChoice): ReadonlyMap<string, readonly string[]> {
  const families = new Set(works.map(({ of }) => of).filter((of) => of !== undefined));
  const single = works.filter(({ of }) => of === undefined);
  const rounds = [single, ...[...families].map((app) => works.filter(({ of }) => of === app))];
  return new Map(rounds.flatMap((round) => [...onePerClaimOf(round, choice)]));
}

/** Of the claims that were asked for: an action must not be chosen for one of the others. */
function onePerClaimOf(works: readonly Work[], { claims: asked }: WorkChoice): ReadonlyMap<string, readonly string[]> {
  return onePerClaim(works.map(({ name, actions = [] }) => ({ spec: name, actions: asked === undefined ? actions : actions.map((action) => ofAsked(action, asked, actions)) })));
}

/** A claim that was asked for by its name is tried with what the phone can perform, also where that has nothing to be compared with. */
function ofAsked({ comparedWith, ...action }: DeclaredAction, asked: readonly string[], actions: readonly DeclaredAction[]): DeclaredAction {
  const isComparable = comparedWith !== undefined && actions.some(({ name }) => name === comparedWith);
  return { ...action, claims: action.claims.filter((claim) => asked.includes(claim)), ...(isComparable ? { comparedWith } : {}) };
}

/** A spec in one app. */
interface Work {
  readonly name: string;
  readonly file: string;
  /** Name of the app, where it is one of several. */
  readonly of?: string;
  readonly app: string;
  readonly package: string;
  /** Those that the phone can perform; absent where the spec file could not be read. */
  readonly actions?: SpecActions['actions'];
  /** They are all that the spec declares. */
  readonly isAll: boolean;
  /** None of what is asked for can be performed. */
  readonly isImpossible: boolean;
  /** The only consent setups it is performed under; absent: those of any spec. */
  readonly consents?: readonly ConsentSetup[];
}

/** A spec in each app that the phone carries, and in which it cannot be performed. */
interface Found {
  readonly works: readonly Work[];
  readonly leftOut: readonly LeftOut[];
}

function inApps(plan: SpecPlanning, { packages, impossible }: Carried, { isFirstOnly, choice }: { readonly isFirstOnly: boolean; readonly choice: WorkChoice }): Found {
  const { spec: file } = plan;
  if ('failed' in plan) return { works: [{ name: file, file, app: '', package: '', isAll: true, isImpossible: false }], leftOut: [] };
  const { apps, actions, isFamily, consents } = plan;
  const nameIn = (app: string): string => workName({ file, ...(isFamily ? { app } : {}), consent: 'as-found' });
  const whyNot = (app: string, action: string): string | undefined => impossible.find((one) => one.spec === file && one.app === app && one.action === action)?.reason;
  const asked = actions.filter((action) => action.kind === 'action' && isAskedFor(action, choice));
  const all = apps.flatMap(({ appName: app }): readonly Work[] => {
    const name = packages.get(app);
    const possible = actions.filter((action) => whyNot(app, action.name) === undefined);
    const isImpossible = asked.length > 0 && !asked.some((action) => possible.includes(action));
    return name === undefined ? [] : [{ name: nameIn(app), file, ...(isFamily ? { of: app } : {}), app, package: name, actions: possible, isAll: possible.length === actions.length, isImpossible, ...(consents === undefined ? {} : { consents }) }];
  });
  const works = isFirstOnly ? all.slice(0, 1) : all;
  const claims = claimsOf(actions);
  const absent = apps.filter(({ appName }) => !packages.has(appName)).map(({ appName, title, packageNames }): LeftOut => (
    { spec: nameIn(appName), reason: `the phone does not carry ${title} (${packageNames.join(', ')})`, claims }));
  const cannot = works.flatMap(({ name: spec, app }) => asked.flatMap(({ name: action, claims: about }): readonly LeftOut[] => {
    const reason = whyNot(app, action);
    return reason === undefined ? [] : [{ spec, action, reason, claims: about }];
  }));
  return { works, leftOut: [...absent, ...cannot] };
}

function pieceOf({ file, of, app, package: name }: Work, consent: ConsentSetup, brief: readonly string[] | undefined): PieceOfWork {
  return {
    spec: workName({ file, ...(of === undefined ? {} : { app: of }), consent }),
    file, app, package: name, consent,
    ...(brief === undefined ? {} : { brief }),
  };
}
