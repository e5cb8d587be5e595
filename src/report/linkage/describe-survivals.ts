import { table } from '../tables.ts';
import type { Linkage } from './linkage.ts';
import type { Survival } from './survival.ts';

/**
 * What clearing an app's data changes for each identifier that was sent, in sentences that a lawyer can read; undefined where no data was
 * cleared.
 */
export function describeSurvivals({ cleared, survivals }: Linkage): string | undefined {
  if (cleared.length === 0) return undefined;
  return cleared.map((name) => {
    const own = survivals.filter((survival) => survival.package === name);
    return own.length === 0 ? nothingSent(name) : own.map(inFull).join(' ');
  }).join(' ');
}

/** The same as a table, a row an identifier; undefined where no phone's data was cleared. */
export function survivalTable(phones: readonly Linkage[]): string | undefined {
  const clearing = phones.filter(({ cleared }) => cleared.length > 0);
  if (clearing.length === 0) return undefined;
  const rows = clearing.flatMap(({ device, survivals }) => survivals.map((one) => [device, one.package ?? '', one.identifier, one.result, flowsOf(one, 'before'), flowsOf(one, 'after'), (one.tiedBy ?? []).join(', ') || '-']));
  const silent = clearing.flatMap(({ device, cleared, survivals }) => cleared.filter((name) => !survivals.some((one) => one.package === name)).map((name) => `${device}: ${nothingSent(name)}`));
  return [...(rows.length === 0 ? [] : [table([HEAD, ...rows])]), ...silent].join('\n');
}

const HEAD = ['phone', 'data cleared of', 'identifier', 'then', 'flows before', 'flows after', 'tied to the old one by'];

/** Flows named one by one, up to so many. */
const MOST_FLOWS = 2;

function flowsOf({ flows }: Survival, side: 'before' | 'after'): string {
  const ids = flows?.[side] ?? [];
  return ids.length === 0 ? '-' : `${ids.slice(0, MOST_FLOWS).join(', ')}${ids.length > MOST_FLOWS ? ` and ${ids.length - MOST_FLOWS} more` : ''}`;
}

function inFull({ because, identifier, tiedBy = [] }: Survival): string {
  if (tiedBy.length === 0) return because;
  return `${because} Whoever was told both knows that they are of one phone: ${tiedBy.join(', ')} stood beside either ${identifier}, and survived.`;
}

function nothingSent(name: string): string {
  return `No identifier was seen in what ${name} sent before and after its data was cleared.`;
}
