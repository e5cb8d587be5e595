import type { Indicator } from '../../flow/indicator.ts';

/** So many names of installed packages in one layer are a list of what its owner has installed; one is the sender's own. */
export const LEAST_PACKAGES = 3;

const PACKAGE = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/i;
// Of the system and its maker: on every phone of the model.
const OF_THE_SYSTEM = /^(android|com\.(android|google\.android|miui|xiaomi|mi|qualcomm|qti|mediatek|fido)|miui|org\.(codeaurora|ifaa|simalliance)|vendor)\./i;

/** Whether an indicator is a list of packages, by its name: `installed_packages`, names with commas or blanks between them. */
export function isPackageList({ name }: Pick<Indicator, 'name'>): boolean {
  return /packages$|installed_apps$/i.test(name);
}

/** The packages of a list that its owner chose to have. */
export function ownPackages({ value }: Pick<Indicator, 'value'>): readonly string[] {
  const names = value.split(/[\s,;]+/).map((name) => name.replace(/^package:/, ''));
  return [...new Set(names.filter((name) => PACKAGE.test(name) && !OF_THE_SYSTEM.test(name)))];
}
