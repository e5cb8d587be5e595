import type { Destination } from '../flow/destination.ts';
import type { Finding } from '../flow/finding.ts';
import { formInWords } from './form-wording.ts';
import { entryInWords, indicatorInWords, listed, stepInWords } from './wording.ts';
import type { StepInWords } from './wording.ts';

/**
 * A finding in one sentence for people who decide something by it: who sent what, where to, in which form, how it was
 * wrapped and how it was read. `The address of the page visited (canary:url) was sent by com.mi.globalbrowser to
 * sa.api.intl.miui.com as part of field data_list in the body of a request, wrapped in base64 and gzip, which anyone can
 * undo without a key; inside, it stands in JSON field [0].properties.url.`
 */
export function sentenceOf(finding: Finding): string {
  const what = `${capital(indicatorInWords(finding.indicator))} (${finding.indicator})`;
  const form = formInWords(finding.form);
  const steps = finding.path.slice(1).map(stepInWords);
  const firstWrapping = steps.findIndex(({ kind }) => kind === 'wrapping');
  const outside = placesOf(firstWrapping < 0 ? steps : steps.slice(0, firstWrapping));
  const inside = firstWrapping < 0 ? [] : placesOf(steps.slice(firstWrapping));
  const sent = finding.path[0] === 'oracle' ? toldByLog(finding) : `was sent ${sender(finding)} ${receiver(finding)}`;
  const [entry = ''] = finding.path;
  return `${[what, form === '' ? sent : `${sent.replace(/,$/, '')}, ${form},`, where(entry, outside)].join(' ')}${wrapped(entry, steps)}${read(inside)}.`;
}

function sender({ owner, ownerConfidence }: Finding): string {
  if (owner === '' || owner === 'unknown') return 'by an unknown sender';
  if (ownerConfidence === 'possible') return `possibly by ${owner}`;
  return ownerConfidence === 'likely' ? `most likely by ${owner}` : `by ${owner}`;
}

function receiver({ host, destination, party }: Finding): string {
  if (host === '' || host === 'unknown') return 'to an unknown receiver';
  const facts = [
    ...(party === 'third' ? ['a third party that the page itself brought in: the site told it, not the app'] : []),
    ...(party === 'first' ? ['of the site that was asked for'] : []),
    ...(destination === undefined || destination.company === UNKNOWN_COMPANY ? [] : [`of ${destination.company}`]),
    // What answers from wherever the asker is says nothing of where the data ends.
    ...(destination?.country === undefined || destination.isEdge === true ? [] : [`at an address registered in ${countryInWords(destination.country)}`]),
  ];
  return `to ${host}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
}

const UNKNOWN_COMPANY: Destination['company'] = 'unknown company';

/** `Singapore` of `SG`; the code itself where it is none. */
function countryInWords(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

// The log speaks of a flow that nobody can read; without one there is an event, and no sending was seen.
function toldByLog(finding: Finding): string {
  return finding.flow === '' ? `was told to the telemetry SDK ${sender(finding)},` : `was sent ${sender(finding)} ${receiver(finding)} in an upload that cannot be read,`;
}

function where(entry: string, outside: readonly string[]): string {
  const place = entryInWords(entry);
  if (entry === 'oracle') return outside.length === 0 ? `as ${place} says` : `as ${place} says in ${fromInside(outside)}`;
  return outside.length === 0 ? `in ${place}` : `as part of ${fromInside(outside)} in ${place}`;
}

function fromInside(places: readonly string[]): string {
  return places.toReversed().join(' in ');
}

function wrapped(entry: string, steps: readonly StepInWords[]): string {
  const wrappings = steps.flatMap((step) => (step.kind === 'wrapping' ? [step] : []));
  if (wrappings.length === 0) return entry === 'oracle' ? '' : ', not encoded in any way';
  const how = wrappings.some(({ needsTrying }) => needsTrying) ? 'by trying the 255 possible keys' : 'without a key';
  return `, wrapped in ${listed(wrappings.map(({ words }) => words))}, which anyone can undo ${how}`;
}

function read(inside: readonly string[]): string {
  return inside.length === 0 ? '' : `; inside, it stands in ${fromInside(inside)}`;
}

function placesOf(steps: readonly StepInWords[]): readonly string[] {
  return steps.flatMap(({ kind, words }) => (kind === 'place' ? [words] : []));
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
