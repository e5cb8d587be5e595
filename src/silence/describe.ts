import { inWords } from '../attribute/destination/describe-destination.ts';
import type { Finding } from '../flow/finding.ts';
import type { Control, Verdict } from '../flow/verdict.ts';
import { sentenceOf } from '../leak/sentence.ts';

/**
 * What a person needs to read to believe a verdict: what had to be silent, what was seen and when, the way down to
 * each value found, where the evidence lies and what to do next. Right without colour.
 */
export function describeVerdict(verdict: Verdict): string {
  const lines = [headline(verdict), describeBound(verdict), ...verdict.reasons.map((reason) => `  ${reason}`)];
  if (verdict.findings.length > 0) lines.push('Found:', ...verdict.findings.flatMap(findingLines));
  const { wire, kernel, oracle } = verdict.witnesses;
  lines.push(
    `Window: ${verdict.window}${verdict.act === undefined ? '' : `, performed at ${verdict.act.start}`}.`,
    `Witnesses: wire ${wire}, kernel ${kernel}, oracle ${oracle}. Expected events, left out of the count: ${verdict.expectedEvents}.`,
    `Evidence: ${verdict.flows.length === 0 ? 'no flows are held against it' : `flows ${verdict.flows.join(', ')}`} of ${verdict.device}'s ledger.`,
    hint(verdict),
  );
  return lines.filter((line) => line !== '').join('\n');
}

/** What a person needs to read about a positive control. */
export function describeControl(control: Control): string {
  if (control.verdict === 'seen') {
    return `"${control.action}" was seen on the wire: flows ${control.flows.join(', ')} of ${control.device}'s ledger.`;
  }
  return [
    `"${control.action}" had to be seen on the wire and was not, so nothing can be said of ${control.spec} on ${control.device}:`,
    ...control.reasons.map((reason) => `  ${reason}`),
    `Window: ${control.window}.`,
    'Look at the screenshot of the action first: a control that was not performed is not seen either.',
  ].join('\n');
}

/**
 * How much a silence says, in one sentence for people who decide something by it; empty for verdicts without a bound.
 * Percentages are rounded up: the sentence never claims more than was found.
 */
export function describeBound({ verdict, bound }: Pick<Verdict, 'verdict' | 'bound'>): string {
  if (verdict !== 'silent' || bound === undefined) return '';
  const { windows, sensitivity, upper95 } = bound;
  const seen = `Silent in ${windows} window${windows === 1 ? '' : 's'} that ${windows === 1 ? 'was' : 'were'} watched from end to end`;
  if (upper95 >= 1) {
    return `${seen}. That bounds nothing yet: how often it would be otherwise, if the action were performed again, nobody can say from so few. A run with --repeat 6 gives a bound.`;
  }
  return (
    `${seen}: with 95 % confidence performing the action makes the phone send something in fewer than ${roundUp(upper95 * 100)} % of cases, ` +
    `on this phone with this software, where what is sent is seen in at least ${Math.floor(sensitivity * 100)} % of cases.`
  );
}

/** Two digits that count, never too low. */
function roundUp(percent: number): string {
  const digits = percent >= 10 ? 0 : percent >= 1 ? 1 : 2;
  const factor = 10 ** digits;
  return String(Math.ceil(percent * factor - 1e-6) / factor);
}

function headline(verdict: Verdict): string {
  const subject = `"${verdict.action}"`;
  const count = `${verdict.events} network event${verdict.events === 1 ? '' : 's'}`;
  if (verdict.verdict === 'silent') return `${subject} was silent on ${verdict.device}.`;
  if (verdict.verdict === 'inconclusive') return `${subject} cannot be judged on ${verdict.device}:`;
  if (verdict.verdict === 'noisy') return `${subject} must be silent, but ${verdict.device} made ${count} nobody expects:`;
  const told = [...new Set(verdict.findings.map(({ indicator }) => indicator))].join(', ');
  const hosts = [...new Set(verdict.findings.map(({ host }) => host))].join(', ');
  return `${subject} must be silent, but ${verdict.device} told ${hosts} about it (${told}) in ${count}:`;
}

function findingLines(finding: Finding): readonly string[] {
  const when = finding.eventTimeMs === undefined ? '' : `, event of ${new Date(finding.eventTimeMs).toISOString()} by the phone's clock`;
  const lines = [`  ${sentenceOf(finding)}`, `    ${finding.class}, ${finding.flow}${when}`, `    ${finding.path.join(' > ')}`];
  if (finding.destination !== undefined) lines.push(`    ${finding.host}: ${inWords(finding.destination)}`);
  return finding.sample === undefined ? lines : [...lines, `    ${finding.sample}`];
}

function hint(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'silent':
      return '';
    case 'noisy':
      return 'If an event is legitimate, enter it in specs/expected-traffic.json with its reason and review date.';
    case 'leaked':
      return "The flow's body lies in the ledger under its SHA-256: follow the path from the outside in to read the value yourself.";
    case 'inconclusive':
      return 'Put the first reason right and run the spec again; this is neither a pass nor a failure of the phone.';
  }
}
