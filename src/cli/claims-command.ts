import { Command } from 'commander';
import { EarshotError } from '../flow/errors.ts';
import { CLAIM_SHEETS, CLAIM_SOURCES } from '../report/claim-sheet.ts';
import { claimsDocument } from '../report/claims-document.ts';
import { declaredSpecs } from '../run/declared-specs.ts';
import { planSpecs, type SpecActions } from '../run/plan-specs.ts';
import { allSpecs } from '../run/spec-files.ts';
import { SPECS_FOLDER } from './project-paths.ts';

/** `earshot claims`: the page docs/claims.md, made from the specs. */
export function claimsCommand(): Command {
  return new Command('claims')
    .description('Print the claims under test: who said them, which actions are about them, what cannot be told (docs/claims.md).')
    .action(async () => {
      process.stdout.write(await claimsPage(SPECS_FOLDER));
    });
}

/**
 * What docs/claims.md has to say, by the specs of a folder.
 *
 * @throws {EarshotError} BAD_INPUT when a spec cannot be read.
 */
export async function claimsPage(specsFolder: string): Promise<string> {
  const plans = await planSpecs(specsFolder, allSpecs(specsFolder));
  for (const plan of plans) {
    if (!('failed' in plan)) continue;
    throw new EarshotError('BAD_INPUT', `read ${plan.spec} to list its tests, found that ${plan.failed}, expected a journey and its tests`, {
      hint: `Load it by itself to see why: npx earshot run --specs ${plan.spec}`,
    });
  }
  return claimsDocument(CLAIM_SHEETS, CLAIM_SOURCES, declaredSpecs(plans.filter((plan): plan is SpecActions => 'actions' in plan)));
}
