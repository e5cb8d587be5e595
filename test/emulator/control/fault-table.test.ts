import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { withFaultTable } from '../../../emulator/control/emit-docs.ts';
import { faultHelp, parameterHelp } from '../../../emulator/control/fault-help.ts';
import { FAULTS } from '../../../emulator/control/fault-table.ts';

describe('the table of faults', () => {
  it('is what the page about them says (node --import tsx emulator/control/emit-docs.ts)', async () => {
    const page = await readFile(new URL('../../../docs/emulator/control.md', import.meta.url), 'utf8');

    assert.equal(page, withFaultTable(page));
  });

  it('names each fault once, and each is in the help with all its parameters', () => {
    const names = FAULTS.map(({ name }) => name);

    assert.equal(new Set(names).size, names.length);
    for (const fault of FAULTS) {
      assert.match(faultHelp(), new RegExp(`^  ${fault.name} +${fault.about}$`, 'm'));
      for (const { name, about } of parameterHelp(fault)) assert.ok(faultHelp().includes(`${name}: ${about}`), `${fault.name} ${name}`);
    }
  });

  it('says of every parameter what it is, and lets those faults last that can be taken back', () => {
    for (const fault of FAULTS) {
      const parameters = parameterHelp(fault);
      for (const { name, about } of parameters) assert.notEqual(about, '', `${fault.name} ${name}`);
      assert.equal(parameters.some(({ name }) => name === 'forMs'), fault.lasts === 'until taken back', fault.name);
    }
  });
});
