import picomatch from 'picomatch';
import { EarshotError } from '../flow/errors.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { PlannedJourney } from './planned-journey.ts';

type PlannedAction = PlannedJourney['actions'][number];

/** How much of each journey a run performs. */
export interface ActionChoice {
  /** Names of the actions a brief run performs of this spec; absent when it is not brief. Without meaning where actions are named. */
  readonly brief?: readonly string[];
  /** Exact names or globs of actions; absent when all are meant. */
  readonly actions?: readonly string[];
  /** Only actions about one of these claims; absent when all are meant. */
  readonly claims?: readonly string[];
}

/** The app on one phone. */
interface OnPhone {
  readonly phone: PhoneFacts;
  readonly package: string;
}

/**
 * The patterns of a comma-separated list: exact names of actions, or globs in which `*` stands for any characters.
 *
 * @throws {EarshotError} BAD_INPUT for a list of nothing.
 */
export function parseActionPatterns(list: string): readonly string[] {
  const patterns = list.split(',').map((part) => part.trim()).filter((part) => part !== '');
  // A variable that was empty in a script must not make a run of everything.
  if (patterns.length > 0) return patterns;
  throw new EarshotError('BAD_INPUT', `--actions ${JSON.stringify(list)} names no action, expected names or globs`, {
    hint: 'Give names of actions as the spec files spell them, or globs, separated by commas: --actions "opens a folder,renames*"',
  });
}

/** Whether a run that was given these options asks for an action: by its name and by what it is about. */
export function isAskedFor({ name, claims = [] }: { readonly name: string; readonly claims?: readonly string[] }, { actions: patterns, claims: asked }: Pick<ActionChoice, 'actions' | 'claims'>): boolean {
  if (asked !== undefined && !claims.some((claim) => asked.includes(claim))) return false;
  return patterns === undefined || patterns.some((pattern) => name === pattern || picomatch.isMatch(name, pattern, { bash: true }));
}

/**
 * What a run performs of a journey: the actions chosen, as far as the phone can perform them, with all shams and controls.
 * Nothing at all where no action is chosen: a control alone vouches for nobody.
 */
export function chosenActions(declared: readonly PlannedAction[], choice: ActionChoice, on: OnPhone): readonly PlannedAction[] {
  const actions = declared.filter(({ plan }) => plan.whyNot?.(on.phone, on.package) === undefined);
  const { brief, actions: patterns, claims } = choice;
  const isInBrief = ({ name }: PlannedAction): boolean => patterns !== undefined || brief === undefined || brief.includes(name);
  const named = actions.filter((action) => action.plan.kind === 'action' && isInBrief(action) && isAskedFor({ name: action.name, claims: action.plan.claims ?? [] }, choice));
  // A brief run starts no spec without an action of its own; where nothing is chosen, a spec is what it is, whatever it declares.
  const isEmpty = named.length === 0 && (patterns !== undefined || claims !== undefined || actions.length < declared.length);
  return isEmpty ? [] : actions.filter((action) => action.plan.kind !== 'action' || named.includes(action));
}

/** Why an action was not performed, in one sentence. */
export function whyLeftOut(name: string, { actions, brief, claims }: ActionChoice): string {
  if (claims !== undefined && actions === undefined && brief === undefined) return `left out: "${name}" is about none of --claims ${claims.join(',')}`;
  return actions === undefined
    ? `left out: a brief run performs one action a claim, and "${name}" is not the first of any`
    : `left out: --actions ${actions.join(',')} does not name "${name}"`;
}
