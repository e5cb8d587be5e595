import type { Verdict } from '../flow/verdict.ts';
import { linkageRows, type LinkageRow } from './linkage/linkage.ts';
import { tellingFlowsOf } from './linkage/telling-flow.ts';
import { confirmed, notTold, withoutReports, type Told } from './told.ts';

/**
 * C10: the reports name the phone and its Android version, so that they can be tied to a person. Confirmed where an identifier
 * stands in the very flow that tells of an action; told from the rows of the linkage table that are evidence of a leak.
 *
 * @param rows Those of the whole run; made of the verdicts alone where nobody has looked at more.
 */
export function tellIdentifiers(verdicts: readonly Verdict[], rows: readonly LinkageRow[] = linkageRows(tellingFlowsOf(verdicts), verdicts)): Told {
  const reports = rows.filter(({ actions }) => actions.length > 0);
  if (reports.length === 0) return withoutReports(verdicts);
  // A verdict may stand on the phone's identifier alone; it then is the report.
  const telling = reports.some(({ about }) => about.length > 0) ? reports.filter(({ about }) => about.length > 0) : reports;
  const named = telling.filter(({ identifiers }) => identifiers.length > 0);
  const [first] = named;
  if (first === undefined) {
    return notTold(`${countFlows(telling)} reports were read; none of them carries an identifier of the phone that is known to Earshot.${appIdsIn(telling)}`);
  }
  const names = [...new Set(named.flatMap(({ identifiers }) => identifiers))].sort().join(', ');
  const versioned = countFlows(named.filter(({ attributes }) => attributes.includes('android_version')));
  const together = [...first.identifiers, ...first.appIds, ...first.about].join(' + ');
  return confirmed(
    `${names} in ${countFlows(named)} reports, ${versioned} of them with the Android version; together: ${together} to ${first.hosts.join(', ')} ` +
      `(${first.company}) in ${first.flows.length} flows, the first ${first.flows[0] ?? ''}.`,
  );
}

function appIdsIn(rows: readonly LinkageRow[]): string {
  const names = [...new Set(rows.flatMap(({ appIds }) => appIds))].sort();
  return names.length === 0 ? '' : ` They carry ids the apps made up (${names.join(', ')}), which tell an installation apart.`;
}

function countFlows(rows: readonly LinkageRow[]): number {
  return new Set(rows.flatMap(({ flows }) => flows)).size;
}
