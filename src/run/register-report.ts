import type { PhoneFacts } from '../flow/phone-facts.ts';
import { isAboutPhone } from '../silence/register-phones.ts';
import type { RegisteredPhone } from '../silence/register-phones.ts';
import { overdueOn, review } from '../silence/register-review.ts';
import type { Remark, Review } from '../silence/register-review.ts';
import type { Register } from '../silence/register.ts';
import type { RegisterUse } from './spec-evidence.ts';

/** What a run found out about the register of expected traffic; `register` in `run.json`. */
export interface RegisterReport extends Review {
  /** All specs were performed whole on every phone, so what was used by nothing is told. */
  readonly isFull: boolean;
  /** Ids of entries that explained something. */
  readonly used: readonly string[];
  /** Entries that are about one of the phones, whose sender it has, and that explained nothing; empty where the run is not full. */
  readonly unused: readonly Remark[];
  /** None: a run does not begin with one. */
  readonly overWide: readonly Remark[];
}

/** What a run did, as far as the register is concerned. */
export interface RegisterCase {
  readonly register: Register;
  /** The day the run began, `2026-11-21`. */
  readonly day: string;
  /** The run was asked to perform every spec whole, and was not interrupted. */
  readonly isWhole: boolean;
  /** Facts are absent of a phone that was never reached. */
  readonly phones: readonly { readonly facts?: RegisteredPhone & Pick<PhoneFacts, 'packages' | 'uids'>; /** One a spec; undefined where it did not come to its end. */ readonly uses: readonly (RegisterUse | undefined)[] }[];
}

/** What a run says about the register: what is overdue, what is soon, what was used and, after a full run, what was not. */
export function reportRegister({ register, day, isWhole, phones }: RegisterCase): RegisterReport {
  const uses = phones.flatMap((phone) => phone.uses);
  const isFull = isWhole && phones.every(({ facts }) => facts !== undefined) && uses.length > 0 && uses.every((use) => use !== undefined);
  const used = [...new Set(uses.flatMap((use) => use?.used ?? []))].sort();
  const allowed = new Set(uses.flatMap((use) => use?.allows ?? []));
  const unused = register.flatMap((entry): readonly Remark[] => {
    const { id, owner, appliesTo, sender } = entry;
    const couldBe = overdueOn(entry, day) === undefined && phones.some(({ facts }) => facts !== undefined && isAboutPhone(entry, facts) === 'yes' && sender.some((name) => has(facts, name)));
    if (!isFull || !couldBe || used.includes(id)) return [];
    const why = appliesTo === 'by id' && !allowed.has(id) ? 'no spec allows it' : 'nothing that came in a window was it';
    return [{ id, because: `entry "${id}" of the register was used by nothing in this full run: ${why}; ${owner} answers for it` }];
  });
  return { isFull, ...review(register, day), used, unused, overWide: [] };
}

/** Lines for who started the run; none where there is nothing to look at. */
export function registerLines({ overdue, dueSoon, unused }: RegisterReport): readonly string[] {
  const line = (kind: string, { because }: Remark): string => `REGISTER  ${kind}: ${because}`;
  return [...overdue.map((one) => line('overdue', one)), ...unused.map((one) => line('unused', one)), ...dueSoon.map((one) => line('soon', one))];
}

function has({ packages, uids = {} }: Pick<PhoneFacts, 'packages' | 'uids'>, name: string): boolean {
  return name === 'android' || Object.hasOwn(packages, name) || Object.hasOwn(uids, name);
}
