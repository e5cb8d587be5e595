import { ownerOf } from '../attribute/owner.ts';
import { decodeFlow } from '../decode/decode-flow.ts';
import type { Flow, ReadBody } from '../flow/flow.ts';
import type { PhoneFacts } from '../flow/phone-facts.ts';
import type { Verdict } from '../flow/verdict.ts';
import type { WindowRecord } from '../flow/window.ts';
import { attributesIn } from '../leak/attributes.ts';
import { windowIndicators } from '../leak/indicators.ts';
import { prepareSearch, searchHits } from '../leak/search.ts';
import { appIdsIn } from '../report/linkage/app-ids.ts';
import { linkageRows, type Linkage } from '../report/linkage/linkage.ts';
import { survivalsOf, type Clearing } from '../report/linkage/survival.ts';
import { tellingFlowsOf, type TellingFlow } from '../report/linkage/telling-flow.ts';

/** All that one phone said in a run. */
export interface LinkageInput {
  readonly facts: Pick<PhoneFacts, 'id' | 'identifiers' | 'androidVersion' | 'model'>;
  readonly windows: readonly WindowRecord[];
  readonly verdicts: readonly Verdict[];
  /** Every flow of the phone's ledger. */
  readonly flows: readonly Flow[];
  readonly readBody: ReadBody;
  /** Packages on the phone, to tell who sent a flow. */
  readonly installed: readonly string[];
}

/** Which identifiers of a phone travelled together in a whole run, in all it sent, windows or not, and what clearing data does to them. */
export function linkageOf(input: LinkageInput): Linkage {
  const { facts, windows, verdicts } = input;
  const flows = tellingFlowsIn(input);
  return { device: facts.id, rows: linkageRows(flows, verdicts), survivals: survivalsOf(flows, windows.flatMap(clearingsIn)) };
}

/** When apps' data were cleared in a window, by the steps of its actions. */
function clearingsIn({ actions }: WindowRecord): readonly Clearing[] {
  return actions.flatMap(({ steps }) => steps.flatMap(({ clears, startMs, endMs, error }) => (clears === undefined || error !== undefined ? [] : [{ package: clears, startMs, endMs }])));
}

function tellingFlowsIn({ facts, windows, verdicts, flows, readBody, installed }: LinkageInput): readonly TellingFlow[] {
  // What an action was about is a word anybody may say; that it is evidence only its verdict knows.
  const planted = windows.flatMap(({ actions }) => actions.map(({ name, canaries }) => ({ name, canaries, subjects: [] })));
  const search = prepareSearch(windowIndicators(planted, facts.identifiers));
  const judged = new Map(tellingFlowsOf(verdicts).map((flow) => [flow.id, flow]));
  return flows.filter(({ probe }) => probe === undefined).flatMap((flow): TellingFlow[] => {
    const known = judged.get(flow.id);
    const layers = decodeFlow(flow, readBody);
    const { owner } = ownerOf(flow, installed);
    const found = searchHits(layers, search, { id: flow.id, host: flow.host, owner }).map(({ finding }) => finding);
    if (known === undefined && !found.some((finding) => finding.class === 'personal')) return [];
    const alongside = attributesIn(layers, facts);
    const findings = [...(known?.findings ?? []), ...found].map((finding) => ({ ...finding, alongside }));
    const address = flow.address === undefined ? {} : { address: flow.address };
    return [{ id: flow.id, startMs: flow.startMs, host: flow.host, ...address, owner: known?.owner ?? owner, findings, appIds: appIdsIn(layers) }];
  });
}
