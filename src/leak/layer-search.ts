import type { Layer } from '../decode/layer.ts';
import { Spans, type Span } from '../decode/spans.ts';
import type { Finding } from '../flow/finding.ts';
import type { Indicator } from '../flow/indicator.ts';
import { standsFree } from './borders.ts';
import { eventTimeAround } from './event-time.ts';
import { LEAST_PACKAGES } from './forms/package-list.ts';
import { AS_BYTES } from './forms/packed.ts';
import { IN_PART } from './forms/spellings.ts';
import type { Match, TakeMatch, Target } from './match.ts';
import type { Matcher } from './matcher.ts';
import { sampleOf } from './sample.ts';
import { unproven, wrappingOf } from './proven.ts';
import { settleMatches } from './settle-matches.ts';
import { Views } from './views.ts';
import { withoutSame } from './without-same.ts';
import type { PlacedFound } from './without-same.ts';

/** What is known of a finding from the layers alone. */
export interface Found extends Pick<Finding, 'path' | 'offset' | 'form' | 'sample' | 'eventTimeMs'> {
  readonly indicator: Indicator;
}

/** Places in one flow that are told of each indicator: the first of many say it all. */
const MAX_PLACES = 50;
// What repeats a name a million times must not cost a million times as much.
const MAX_MATCHES = 256;
const MAX_MASKED_BYTES = 4096;
// Naming a place reads the layer up to it; so much may be read for one flow, and what comes after is named by its layer.
const MAX_NAMED_BYTES = 256 * 1024 * 1024;

/** Everything of ours in some layers: each layer that is not a view is searched once, and the innermost place is told. */
export function findInLayers(layers: readonly Layer[], matcher: Matcher): readonly Found[] {
  const visit: Visit = { matcher, seen: new Set(), counts: new Map(), named: { bytes: 0 } };
  return layers.flatMap((layer) => searchLayer(layer, visit).found.map(({ found }) => found));
}

interface Visit {
  readonly matcher: Matcher;
  readonly seen: Set<string>;
  readonly counts: Map<Indicator, number>;
  readonly named: { bytes: number };
}

/** What was found in a layer and below, in the order of its bytes. */
interface Searched {
  readonly found: readonly PlacedFound[];
  readonly targets: ReadonlySet<Target>;
  /** Those of which more than a piece was found. */
  readonly whole: ReadonlySet<Target>;
  /** Lists of packages that were told. */
  readonly lists: ReadonlySet<string>;
  /** What of the layer's bytes is proven to be nothing but a wrapping of what lies inside. */
  readonly proven: readonly Span[];
}

/** What the layers inside of one have told, by the bytes they were made from. */
interface Inside {
  readonly found: PlacedFound[];
  readonly covered: Map<Target, Spans>;
  /** As `covered`, where more than a piece was found: a piece inside of a layer does not stand for the whole in it. */
  readonly coveredWhole: Map<Target, Spans>;
  readonly lists: Set<string>;
  readonly proven: Span[];
}

function searchLayer(layer: Layer, visit: Visit): Searched {
  const inside: Inside = { found: [], covered: new Map(), coveredWhole: new Map(), lists: new Set(), proven: [] };
  searchInside(layer, 0, { outermost: layer, inside, visit });
  const { covered, coveredWhole, lists, proven } = inside;
  const found = [...withoutSame(inside.found)];
  const views = new Views(layer);
  const own = matchesIn(layer, { views, matcher: visit.matcher, proven });
  // Most layers are small and hold nothing.
  if (own.size === 0 && covered.size === 0) return { found, targets: NO_TARGETS, whole: NO_TARGETS, lists, proven };
  for (const [target, matches] of own) {
    if (target.isMember) continue;
    for (const match of settleMatches(matches)) {
      const told = isPiece(match) ? covered : coveredWhole;
      if (told.get(target)?.touches({ start: match.at, end: match.at + match.length }) === true) continue;
      const one = tell(match, views, visit);
      if (one !== undefined) found.push({ start: match.at, end: match.at + match.length, found: one });
    }
  }
  const targets = new Set([...covered.keys(), ...own.keys()]);
  for (const match of listsIn(targets, own, lists)) {
    const one = tell(match, views, visit);
    if (one !== undefined) found.push({ start: match.at, end: match.at + match.length, found: one });
  }
  found.sort((one, other) => one.start - other.start);
  const ownWhole = [...own].filter(([, matches]) => !matches.every(isPiece)).map(([target]) => target);
  return { found, targets, whole: new Set([...coveredWhole.keys(), ...ownWhole]), lists, proven };
}

const NO_TARGETS: ReadonlySet<Target> = new Set();

function isPiece({ form }: Match): boolean {
  return form === IN_PART.form;
}

interface Searching {
  readonly outermost: Layer;
  readonly inside: Inside;
  readonly visit: Visit;
}

// Views are searched with the layer they lie in; what was decoded from them is searched by itself.
function searchInside(layer: Layer, base: number, searching: Searching): void {
  const { outermost, inside, visit } = searching;
  for (const child of layer.children) {
    const span = child.span === undefined ? { start: 0, end: outermost.bytes.length } : { start: base + child.span.start, end: base + child.span.end };
    if (child.isView) {
      searchInside(child, span.start, searching);
      continue;
    }
    const searched = searchLayer(child, visit);
    for (const { found } of searched.found) inside.found.push({ ...span, found });
    if (child.span !== undefined) inside.proven.push(...wrappingOf(child, { bytes: outermost.bytes, ...span }, searched.proven));
    for (const list of searched.lists) inside.lists.add(list);
    for (const target of searched.targets) addSpan(inside.covered, target, span);
    for (const target of searched.whole) addSpan(inside.coveredWhole, target, span);
  }
}

function addSpan(covered: Map<Target, Spans>, target: Target, span: Span): void {
  const spans = covered.get(target) ?? new Spans();
  covered.set(target, spans);
  spans.add(span);
}

interface InLayer {
  readonly views: Views;
  readonly matcher: Matcher;
  readonly proven: readonly Span[];
}

function matchesIn(layer: Layer, { views, matcher, proven }: InLayer): ReadonlyMap<Target, readonly Match[]> {
  const byTarget = new Map<Target, Match[]>();
  const take = takingInto(byTarget, layer, views);
  for (const { start, end } of unproven(layer.bytes.length, proven, matcher.longestBytes)) {
    if (start === 0) matcher.find(layer.bytes.subarray(0, end), take);
    else matcher.find(layer.bytes.subarray(start, end), (match, border) => take({ ...match, at: match.at + start }, border));
  }
  if (mayBeMasked(layer)) matcher.findXored(layer.bytes, take);
  return byTarget;
}

function takingInto(byTarget: Map<Target, Match[]>, layer: Layer, views: Views): TakeMatch {
  const isTurned = layer.step === 'reversed';
  return (match, border) => {
    const matches = byTarget.get(match.target) ?? [];
    if (matches.length >= MAX_MATCHES) return;
    // What is backwards in a text that was turned around stands as it is in the one it was made from.
    if (isTurned && match.form === 'reversed') return;
    // So do the digits that these bytes were made of.
    if (layer.step === 'hex' && match.form === AS_BYTES && isSpelledAround(layer, match.target)) return;
    if (border !== 'any') {
      const stretch = { start: match.at, end: match.at + match.length };
      const { layer: around, base } = views.around(stretch);
      if (!standsFree(around, { start: stretch.start - base, end: stretch.end - base }, border)) return;
    }
    byTarget.set(match.target, matches);
    matches.push(match);
  };
}

function isSpelledAround({ parent, span }: Layer, { indicator }: Target): boolean {
  if (parent === undefined || span === undefined) return false;
  const digits = (text: string): string => text.replace(/[^\da-z]/gi, '').toLowerCase();
  return digits(parent.bytes.toString('latin1', span.start, span.end)).includes(digits(indicator.value));
}

// Under which mask a few bytes are text is told by what is searched alone; long text tells its mask, and was read. Of bytes a mask
// was just taken from, those with it are searched; what was decoded below may be under a mask of its own.
function mayBeMasked(layer: Layer): boolean {
  if (layer.step.startsWith('xor:')) return false;
  return layer.state === 'opaque' || layer.state === 'cut off' || layer.bytes.length <= MAX_MASKED_BYTES || layer.children.some(({ isView }) => isView);
}

/** Lists of packages of which enough names stand in a layer or below, and that no layer inside has told. */
function listsIn(targets: ReadonlySet<Target>, own: ReadonlyMap<Target, readonly Match[]>, told: Set<string>): readonly Match[] {
  const lists = new Map<string, Target[]>();
  for (const target of targets) {
    const { isMember, indicator } = target;
    if (isMember && !told.has(indicator.name)) lists.set(indicator.name, [...(lists.get(indicator.name) ?? []), target]);
  }
  return [...lists].flatMap(([name, members]) => {
    if (members.length < LEAST_PACKAGES) return [];
    told.add(name);
    const matches = members.flatMap((member) => own.get(member) ?? []);
    const [first] = matches.sort((one, other) => one.at - other.at);
    const [member] = members;
    if (member === undefined) return [];
    const { at, length, target } = first ?? { at: 0, length: 0, target: member };
    return [{ target, at, length, form: `${members.length} package names` }];
  });
}

function tell({ target: { indicator }, at, length, form }: Match, views: Views, { matcher, seen, counts, named }: Visit): Found | undefined {
  const told = counts.get(indicator) ?? 0;
  if (told >= MAX_PLACES) return undefined;
  const { layer, base } = views.around({ start: at, end: at + length });
  const offset = at - base;
  named.bytes += offset;
  const path = named.bytes > MAX_NAMED_BYTES ? layer.path : layer.pathAt(offset);
  const key = [indicator.name, indicator.value, ...path].join('\u0000');
  if (seen.has(key)) return undefined;
  seen.add(key);
  counts.set(indicator, told + 1);
  const eventTimeMs = eventTimeAround(layer.objectsAt(offset));
  return {
    indicator,
    path,
    ...(form !== undefined && { form }),
    offset,
    sample: sampleOf(layer.bytes, { start: offset, end: offset + length }, { matcher, isPersonal: indicator.class === 'personal' }),
    ...(eventTimeMs !== undefined && { eventTimeMs }),
  };
}
