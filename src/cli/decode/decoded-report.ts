import type { Recognised } from '../../decode/adapters/recognise.ts';
import { walkLayers } from '../../decode/layer.ts';
import type { Layer } from '../../decode/layer.ts';
import type { Finding } from '../../flow/finding.ts';
import type { Indicator } from '../../flow/indicator.ts';
import { isSearchable } from '../../leak/forms/spellings.ts';
import { prepareSearch, searchHits } from '../../leak/search.ts';
import type { PreparedSearch } from '../../leak/search.ts';
import { sentenceOf } from '../../leak/sentence.ts';
import { splitOverFields } from '../../leak/split-values.ts';
import type { DecodedPayload } from './decode-payload.ts';
import { sizeInWords, treeLines } from './layer-tree.ts';
import type { Redact } from './layer-tree.ts';

/** A finding as in `verdicts.json`, and the same in one sentence. */
export type ToldFinding = Finding & { readonly sentence: string };

/** What is searched for on demand. */
export interface Search {
  readonly prepared: PreparedSearch;
  /** The indicator that was given for each that is searched for. */
  readonly given: ReadonlyMap<Indicator, Indicator>;
}

/**
 * Makes indicators ready. Who asks for a value wants to know of it: one that is short, or that many phones share, is passed
 * over in the judging of a phone, and is searched for here as what was planted is.
 */
export function searchFor(indicators: readonly Indicator[]): Search {
  const given = new Map(indicators.map((indicator) => [isSearchable(indicator) ? indicator : { ...indicator, class: 'planted' as const }, indicator]));
  return { prepared: prepareSearch([...given.keys()]), given };
}

/** What is ours in a payload. Nobody knows who sent a file somebody kept: its owner is `unknown`, and so is its host unless it says so. */
export function findingsIn({ layers, host }: DecodedPayload, { prepared, given }: Search, file: string): readonly ToldFinding[] {
  const identity = { id: file, host: host ?? 'unknown', owner: 'unknown' };
  const hits = searchHits(layers, prepared, identity);
  return [...hits, ...splitOverFields({ identity, layers, hits }, prepared)].map(({ finding, indicator }) => {
    const told = { ...finding, class: given.get(indicator)?.class ?? finding.class };
    return { ...told, sentence: sentenceOf(told) };
  });
}

/** Whether some of a payload could not be read: bytes that are opaque, or were cut off. */
export function isPartlyOpaque({ layers, recognised }: DecodedPayload): boolean {
  return recognised?.isOpaque === true || unread(layers).length > 0;
}

/** What a person reads of a decoded payload: what it is, its layers, what was found, what could not be read. */
export function reportLines(payload: DecodedPayload, findings: readonly ToldFinding[], told: { readonly redact: Redact; readonly indicators: number }): readonly string[] {
  const { layers, request, host, recognised } = payload;
  const lines: string[] = [];
  if (request !== undefined) lines.push(`An HTTP request: ${request.method} ${told.redact(request.target)}${host === undefined ? '' : ` at ${host}`}`);
  if (recognised !== undefined) lines.push(...recognisedLines(recognised));
  if (lines.length > 0) lines.push('');
  lines.push(...treeLines(layers, told.redact), '', ...findingLines(findings, told.indicators), ...unreadLines(layers));
  return lines;
}

function recognisedLines({ title, by, source, opaque, fields, checks }: Recognised): readonly string[] {
  return [
    `${title}, known by ${by.join(' and ')}.`,
    ...checks.map(({ what, result }) => `  ${what} ${result}`),
    ...(opaque === undefined ? [] : [`  opaque by design: ${opaque}`]),
    ...fields.map(({ name, means }) => `  ${name}: ${means}`),
    `  (${source})`,
  ];
}

function findingLines(findings: readonly ToldFinding[], indicators: number): readonly string[] {
  if (indicators === 0) return ['Nothing was searched for. Say what is yours: --indicator name=value, as often as you like.'];
  if (findings.length === 0) return [`Nothing of the ${indicators} indicator${indicators === 1 ? '' : 's'} was found in what could be read.`];
  return ['Found:', ...findings.flatMap((finding) => [
    `  ${finding.sentence}`,
    `    ${finding.path.join(' > ')}`,
    ...(finding.sample === undefined ? [] : [`    ${finding.sample}`]),
  ])];
}

function unreadLines(layers: readonly Layer[]): readonly string[] {
  const lost = unread(layers);
  if (lost.length === 0) return [];
  const sizeBytes = lost.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return ['', `Not everything could be read: ${lost.length} layer${lost.length === 1 ? ' is' : 's are'} opaque or cut off, ${sizeInWords(sizeBytes)} of them. Nothing is said about what they hold.`];
}

function unread(layers: readonly Layer[]): readonly Layer[] {
  return [...walkLayers(layers)].filter(({ state, bytes, note, isSupposed }) => !isSupposed && (state === 'cut off' || (state === 'opaque' && (bytes.length > 0 || note !== undefined))));
}
